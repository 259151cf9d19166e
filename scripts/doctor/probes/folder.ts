import { accessSync, constants } from 'node:fs'
import { relative } from 'node:path'
import { staleAnswers } from '../../check/index.ts'
import { WorkbookError } from '../../errors.ts'
import { nearestFolder, newerState, projectRoot } from '../../state/index.ts'
import type { Seen } from '../finding.ts'
import type { Place } from '../place.ts'
import type { Probe } from '../probe.ts'

/** The state folder. */
export const folder: Probe = {
  about: 'the state folder',
  async look({ home }: Place): Promise<Seen> {
    // Fails as writing would, and is explained in the same words.
    accessSync(nearestFolder(home), constants.W_OK)
    const newer = newerState(home)
    const stale = staleAnswers().length
    return {
      fine: newer ? [] : [`${shown(home)} can be written`],
      problems: [
        ...(newer ? [newer] : []),
        ...(stale > 0 ? [new WorkbookError('STALE_ANSWERS', sayStale(stale))] : []),
      ],
    }
  },
}

function shown(home: string): string {
  const inside = relative(projectRoot, home)
  return inside.startsWith('..') ? home : inside
}

function sayStale(count: number): string {
  return count === 1
    ? 'A copy of a graded file was left behind.'
    : `${count} copies of graded files were left behind.`
}

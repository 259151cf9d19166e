import { existsSync, statSync, unwatchFile, watchFile, watch as watchFolder } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Lesson } from '../catalog/index.ts'
import { openAnswer } from '../check/index.ts'
import { progressFileOf } from '../progress/index.ts'
import { ownFile } from './check.ts'
import type { Command, Io } from './command.ts'
import { hint } from './hint.ts'
import { lesson as lessonCommand } from './lesson.ts'
import { firstToDo } from './next-lesson.ts'
import { reset } from './reset.ts'
import { checkAndShow } from './show-check.ts'
import { allLessons, lessonNamed } from './which-lesson.ts'

const POLL_MS = 1000
const SETTLING_MS = 10
const KEYS = 'Keys: h hint, n next lesson, l list, r reset, q quit'
const CTRL_C = '\u0003'

export const watch: Command = {
  name: 'watch',
  summary: 'Grade your exercise whenever you save it',
  usage: ['npm run watch', 'npm run watch 1'],
  flags: [],
  async run(args, io) {
    let lesson: Lesson | undefined = args.words[0] ? lessonNamed(args.words[0]) : firstUnpassed(io)
    while (lesson) lesson = await watchLesson(lesson, io)
    return 0
  },
}

function firstUnpassed(io: Io): Lesson {
  const all = allLessons()
  return firstToDo(all, progressFileOf(io).read()) ?? (all[0] as Lesson)
}

/** Checks one lesson at every save; gives the lesson to go on with, or none to end. */
async function watchLesson(lesson: Lesson, io: Io): Promise<Lesson | undefined> {
  const file = ownFile(lesson, io)
  const events = watchForEvents(file)
  try {
    let checked = ''
    for (;;) {
      const saved = await settledStampOf(file)
      if (saved !== checked && existsSync(file)) {
        checked = saved
        await checkOnce(lesson, file, io)
        continue // it may have been saved meanwhile
      }
      const key = await events.next()
      if (key === 'q') return undefined
      if (key === 'n') return allLessons().find(({ number }) => number > lesson.number)
      if (key === 'r') checked = ''
      await obey(key, lesson, io)
    }
  } finally {
    events.close()
  }
}

async function checkOnce(lesson: Lesson, file: string, io: Io): Promise<void> {
  using answer = openAnswer(file, lesson)
  await checkAndShow(lesson, answer, io, progressFileOf(io), { onSave: true })
  io.print(`\nWatching ${relative(process.cwd(), file)}. ${KEYS}\n`)
}

async function obey(key: string | undefined, lesson: Lesson, io: Io): Promise<void> {
  const words = [`${lesson.number}`]
  const flags = new Set<string>()
  if (key === 'h') await hint.run({ words, flags }, io)
  if (key === 'l') await lessonCommand.run({ words: [], flags }, io)
  if (key === 'r') await reset.run({ words, flags }, io)
}

// Some editors write a file in two steps.
async function settledStampOf(file: string): Promise<string> {
  for (let before = stampOf(file); ; ) {
    await pause(SETTLING_MS)
    const now = stampOf(file)
    if (now === before) return now
    before = now
  }
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs} ${found.size}` : ''
}

interface Events {
  /** The next key that was pressed, or undefined when the file may have changed. */
  next(): Promise<string | undefined>
  close(): void
}

// Where file events do not arrive, as on some network and container mounts, polling does.
function watchForEvents(file: string): Events {
  const waiting: (string | undefined)[] = []
  let wake = (): void => {}
  const push = (key: string | undefined): void => {
    waiting.push(key)
    wake()
  }
  const changed = (): void => push(undefined)
  // The folder, since editors replace the file they save.
  const folder = watchFolder(dirname(file), (_event, name) => {
    if (name === basename(file)) changed()
  })
  folder.on('error', () => folder.close())
  watchFile(file, { interval: POLL_MS }, changed)
  const onKey = (data: Buffer): void => {
    const key = data.toString()
    // Keys come one by one here, and the terminal makes no signal of this one.
    if (key === CTRL_C) process.emit('SIGINT')
    else push(key)
  }
  const { stdin } = process
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.on('data', onKey)
  return {
    async next() {
      while (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return waiting.shift()
    },
    close() {
      folder.close()
      unwatchFile(file)
      stdin.off('data', onKey)
      if (stdin.isTTY) stdin.setRawMode(false)
      stdin.pause()
    },
  }
}

import { join } from 'node:path'
import { findLesson, readLessons } from '../catalog/index.ts'
import { chooseCluster } from '../cluster/index.ts'
import { inClass, outOfClass } from '../membership/index.ts'
import { projectRoot } from '../state/index.ts'
import { createReport } from '../terminal/index.ts'
import { exerciseOf, openAnswer } from './answer-file.ts'
import type { Check } from './definition.ts'
import { grade } from './grade.ts'
import { refuseRemote } from './remote.ts'
import { describeGrading } from './wording.ts'

/** Grades the learner's own file from within `npx vitest run lessons/NN-name`. */
export async function gradeInTest<E>(lessonId: string, check: Check<E>): Promise<void> {
  const lesson = findLesson(readLessons(join(projectRoot, 'lessons')), lessonId)
  if (!lesson) throw new Error(`There is no lesson ${lessonId}.`)
  const joined = inClass(process.env)
  const env = check.takesBrokers ? outOfClass(joined) : joined
  const cluster = await chooseCluster(env)
  await refuseRemote(lesson, cluster)
  const report = createReport(process.stderr)
  using answer = openAnswer(exerciseOf(lesson).file, lesson)
  const doing = `checking lesson ${lesson.number}`
  const grading = await cluster.exclusively(doing, report, async (brokers) => {
    await brokers.up(report)
    return grade({
      lesson,
      check: check as Check<unknown>,
      answer,
      addresses: cluster.addresses,
      brokers,
      env,
      tell: (happening) => report.note(happening),
    })
  })
  if (grading.verdict === 'passed') return
  const failure = new Error(`\n${describeGrading(grading)}`)
  failure.stack = failure.message // where the workbook threw it is of no interest
  throw failure
}

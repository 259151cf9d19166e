// The door of the progress room: what a learner has done, on this machine only.
export { ProgressFile, progressFileOf } from './file.ts'
export {
  afterCheck,
  afterHint,
  afterPrediction,
  describeState,
  failuresUntilSolution,
  type LessonProgress,
  merge,
  type Progress,
  parseProgress,
  progressIn,
} from './record.ts'

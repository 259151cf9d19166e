// The door of the catalog room: the lessons as data. Nothing else reads the lessons folder.

export { type Fence, readFence, readFences } from './fences.ts'
export { findLesson, nearestLesson } from './find.ts'
export { type Lesson, type LessonId, readLessons, splitPage } from './lessons.ts'
export { maskChanging } from './mask.ts'
export { quotedRegion } from './regions.ts'
export { compareWithSolution, type Difference } from './solution.ts'

// The door of the catalog room: the lessons as data. Nothing else reads the lessons folder.

export { type Fence, readFences } from './fences.ts'
export { findLesson, nearestLesson } from './find.ts'
export { type Lesson, type LessonId, readLessons } from './lessons.ts'
export { maskChanging } from './mask.ts'
export { quotedRegion } from './regions.ts'

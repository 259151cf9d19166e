// The door of the gate: what proves a lesson before anybody learns from it.
export { brokenLinks } from './content.ts'
export { type Verified, verifyLessons } from './gate.ts'

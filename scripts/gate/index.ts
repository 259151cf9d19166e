// The door of the gate: what proves a lesson before anybody learns from it.
export { type Verified, verifyLessons } from './gate.ts'

// The door of the class room: one teacher's machine holds a cluster for a room of learners.
export { codeOf, findHosting, type Hosting, hostClass, joinLineOf } from './hosting.ts'
export { writeKit } from './kit/teaching-page.ts'
export { type OpenRoom, openRoom, SEATS } from './open-room.ts'
export type { ShownLesson } from './page-app.ts'
export { hasAddress, isOpen, roomAddresses } from './place.ts'
export {
  describeOutcome,
  durationsOf,
  faultsOf,
  type Outcome,
  share,
  shownTogether,
} from './rehearsal/outcome.ts'
export { rehearse } from './rehearsal/rehearse.ts'

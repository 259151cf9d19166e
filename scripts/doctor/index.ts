// The door of the doctor room: every known problem of set-up, looked for, told and mended.
export { thisPerson } from './censor.ts'
export { type Diagnosis, examine } from './diagnosis.ts'
export { mend } from './mend.ts'
export { formatReport } from './report.ts'
export { writeTables } from './table.ts'
export { describeDiagnosis } from './wording.ts'

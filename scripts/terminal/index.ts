// The door of the terminal room: the one place that writes for people.
export { createReport, type Report, silent } from './report.ts'
export { stylesFor } from './styles.ts'
export { formatTable } from './table.ts'
export { wrap } from './wrap.ts'

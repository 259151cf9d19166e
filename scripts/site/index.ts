// The door of the site room: the workbook as web pages.
export { findChromium } from './chromium.ts'
export { type Served, serveWorkbook } from './serve.ts'
export { buildStatic } from './static.ts'

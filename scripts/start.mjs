// The door of every `npm run` verb. The first lines are written so that a Node from 2019 still
// reads them and can say that it is too old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `The workbook needs Node 20.19 or newer, and this is ${process.version}.\n` +
      'Install a newer Node from https://nodejs.org, then try again.',
  )
  process.exit(3)
}
void import('./bootstrap.mjs')

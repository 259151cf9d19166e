import { defineConfig } from 'vitest/config'

// After the unit tests, two files at a time, of both projects: while brokers start, stop and elect
// in one file there are pauses, which the other uses.
const onBrokers = {
  globalSetup: 'test/support/toolchain.ts',
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
}

// `npm test` runs all projects; `npx vitest run --project unit` one of them.
export default defineConfig({
  test: {
    // As strict as Node about what KafkaJS, a CommonJS package, exports.
    deps: { interopDefault: false },
    projects: [
      {
        extends: true,
        // Some wait for a compiler, on a machine that may have other things to do.
        test: { name: 'unit', include: ['scripts/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        // Your own exercise.ts; `npm test` proves the lessons instead, with `npm run verify`.
        extends: true,
        test: { name: 'exercise', include: ['lessons/*/check.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'native',
          include: ['test/native/**/*.test.ts'],
          ...onBrokers,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...onBrokers,
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'compose',
          include: ['test/compose/**/*.test.ts'],
          ...onBrokers,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})

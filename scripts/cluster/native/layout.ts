import { join } from 'node:path'

/** The files of one broker below the state folder. */
export interface BrokerFiles {
  readonly folder: string
  readonly data: string
  readonly properties: string
  readonly logging: string
  readonly log: string
  /** There while the broker is down because it was asked to end. */
  readonly stopMark: string
}

/** There from the first time that all brokers had their data until it is wiped. */
export function formedMark(home: string): string {
  return join(home, 'formed')
}

export function filesOf(home: string, id: number): BrokerFiles {
  const folder = join(home, `broker-${id}`)
  return {
    folder,
    data: join(folder, 'data'),
    properties: join(folder, 'server.properties'),
    logging: join(folder, 'log4j2.yaml'),
    log: join(folder, 'broker.log'),
    stopMark: join(folder, 'stopped'),
  }
}

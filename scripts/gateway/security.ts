/** How a cluster wants to be spoken to. Left out means without. */
export interface Security {
  readonly tls?: Tls
  readonly sasl?: Sasl
}

export interface Tls {
  /** The certificates to trust, as PEM text, instead of those that Node brings. */
  readonly ca?: string
}

/** How clients prove who they are. */
export interface Sasl {
  readonly mechanism: SaslMechanism
  readonly username: string
  readonly password: string
}

export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

export type SaslMechanism = (typeof saslMechanisms)[number]

// The door of the gateway room: a cluster that asks for TLS and logins, for programs that know of
// neither.
export { type Gateway, type GatewayOptions, openGateway } from './gateway.ts'
export { type Sasl, saslMechanisms, type Tls } from './security.ts'

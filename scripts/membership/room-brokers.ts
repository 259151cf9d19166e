/** Where learners find the brokers of a class. */
export function roomBrokers({ address, ports }: { address: string; ports: string }): string[] {
  return [4, 5, 6].map((last) => `${address}:${ports}${last}`)
}

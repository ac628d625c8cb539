// Plain parts of drawings, as the document writes them.

export function service(name: string, parts: object) {
  return {
    name,
    role: 'service',
    replicas: 1,
    concurrency: 1,
    sources: {},
    handlers: {},
    ...parts,
  }
}

export function handler(subscriptionId: string) {
  return {
    subscriptionIds: [subscriptionId],
    serviceTime: { kind: 'constant', valueMs: 5 },
    failure: { probability: 0 },
    outputs: {},
  }
}

export function retryOf(attempts: number) {
  return { attempts, backoffMs: 50, multiplier: 2, backoffMaxMs: 1000 }
}

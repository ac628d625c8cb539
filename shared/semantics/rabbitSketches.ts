// Parts of the drawings of RabbitMQ queues.

export const queue = (name: string, more: object = {}) => ({ kind: 'rabbitQueue', name, ...more })
export const quorum = (name: string, more: object = {}) =>
  queue(name, { queueType: 'quorum', ...more })
export const fanout = (name: string) => ({ kind: 'rabbitExchange', name, type: 'fanout' })
export const publishing = (ratePerSecond: number, said: object = {}) => ({
  arrivals: { kind: 'constant', ratePerSecond },
  producer: { kind: 'rabbitPublisher', ...said },
})
export const taking = (valueMs: number, probability = 0) => ({
  serviceTime: { kind: 'constant', valueMs },
  failure: { probability },
})
export const at = (seconds: number, sequence: number, change: object) =>
  ({ atNs: seconds * 1e9, sequence, change }) as never
export const fault = (kind: string, more: object) => ({ kind: 'fault', fault: { kind, ...more } })
export const nodeDown = (channelId: string, node: number) => fault('nodeDown', { channelId, node })
export const nodeUp = (channelId: string, node: number) => ({
  kind: 'restoreNode',
  channelId,
  node,
})
export const ONE = { prefetchCount: 1 }

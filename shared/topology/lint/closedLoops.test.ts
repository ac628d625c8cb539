import { describe, expect, it } from 'vitest'
import { bound, rabbit, shop, sketch, worker } from '../sketch.ts'
import { messages } from './found.ts'

const FOREVER =
  "A client of the source 'source' of 'shop' waits for ever once its event comes to 'dead', which nobody reads. Say how long it waits at most."

describe('the clients of a closed loop', () => {
  it('are warned about where dead letters lie unread', () => {
    expect(messages(drawing(), 'endless-wait')).toEqual([FOREVER])
  })

  it.each([
    ['they lose patience', drawing({ arrivals: { timeoutMs: 1000 } })],
    ['dead letters are read', drawing({ subscriptions: { last: rabbit('dead', 'worker') } })],
    ['dead letters expire', drawing({ dead: { messageTtlMs: 1000 } })],
    ['nobody waits', drawing({ arrivals: { kind: 'poisson', ratePerSecond: 1 } })],
  ])('are not where %s', (_, topology) => {
    expect(messages(topology, 'endless-wait')).toEqual([])
  })
})

function drawing({ arrivals = {}, subscriptions = {}, dead = {} } = {}) {
  const thinkTime = { kind: 'exponential', meanMs: 100 }
  const open = 'kind' in arrivals
  return sketch({
    services: {
      shop: shop('q', {
        arrivals: open ? arrivals : { kind: 'closedLoop', clients: 10, thinkTime, ...arrivals },
      }),
      worker: worker(['work', ...Object.keys(subscriptions)]),
    },
    channels: {
      q: { kind: 'rabbitQueue', deadLetterExchangeId: 'dlx' },
      dlx: { kind: 'rabbitExchange', type: 'fanout' },
      dead: { kind: 'rabbitQueue', ...dead },
    },
    bindings: { letters: bound('dlx', 'dead', '') },
    subscriptions: { work: rabbit('q', 'worker'), ...subscriptions },
  })
}

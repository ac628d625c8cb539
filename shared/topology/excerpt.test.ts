import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalExcerptText } from './canonical.ts'
import { excerptOf, isExcerptText, nodeIdsOf, parseExcerptText } from './excerpt.ts'
import { describeProblems } from './parse.ts'
import { anyTopologyAndNodes } from './topology.arbitrary.ts'
import { exampleTopology } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

describe('excerptOf', () => {
  it('takes along what the chosen services read and speak of, and the bindings of the channels', () => {
    const excerpt = excerptOf(exampleTopology(), { nodeIds: ['payments', 'email'] })

    expect(nodeIdsOf(excerpt)).toEqual(['email', 'payments'])
    expect(Object.keys(excerpt.subscriptions)).toEqual(['payments-placed'])
    expect(Object.keys(excerpt.bindings)).toEqual(['stock-email'])
    expect(Object.keys(excerpt.eventTypes)).toEqual(['order-placed', 'payment-taken'])
    expect(Object.keys(excerpt.layout.nodes)).toEqual(['payments'])
  })

  it('takes frames with their notes only where they are chosen themselves', () => {
    const topology = framed(exampleTopology())

    const without = excerptOf(topology, { nodeIds: ['payments'] })
    const all = excerptOf(topology, { nodeIds: ['payments'], contextIds: ['billing'] })

    expect(without.layout).toEqual({
      nodes: { payments: { x: 400, y: 0 } },
      contexts: {},
      notes: {},
    })
    expect(all.layout).toEqual({
      ...topology.layout,
      nodes: { payments: { x: 400, y: 0, contextId: 'billing' } },
    })
  })
})

describe('parseExcerptText', () => {
  it('reads back any part of any document', () => {
    fc.assert(
      fc.property(anyTopologyAndNodes(), ({ topology, ids }) => {
        const { contexts, notes } = topology.layout
        const excerpt = excerptOf(topology, {
          nodeIds: ids,
          contextIds: Object.keys(contexts).slice(0, 2),
          noteIds: Object.keys(notes).slice(0, 1),
        })
        const text = canonicalExcerptText(excerpt)

        expect(parseExcerptText(text)).toEqual({ ok: true, excerpt })
        expect(isExcerptText(text)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    ['{"format":"millrace-excerpt/1"', 'Line 1, column 31: The text ends too early.'],
    ['[]', 'A document is a JSON object, but this is an empty list.'],
    ['{"format":"millrace/1"}', 'format: must be "millrace-excerpt/1", but is "millrace/1".'],
    [
      '{"format":"millrace-excerpt/9"}',
      'format: "millrace-excerpt/9" is newer than "millrace-excerpt/1", the newest that this Millrace reads. A newer Millrace can open it.',
    ],
    [written({}), 'It holds no service, channel, frame or note.'],
    [written({ name: 'x' }), 'name: is not known here; what may stand here is'],
    [
      written({ channels: { q: { kind: 'sqsQueue', name: 'q', delayMs: -1 } } }),
      'channels.q.delayMs: must be',
    ],
    [
      written({ layout: { nodes: { q: { x: 0, y: 0, contextId: 'z' } }, contexts: {} } }),
      "layout.nodes.q.contextId: There is no context 'z'",
    ],
    ['{"format":"millrace-excerpt/1","__proto__":{"a":1}}', '__proto__'],
  ])('refuses %s with the place and the reason', (text, reason) => {
    const parsed = parseExcerptText(text)

    expect(parsed.ok ? 'accepted' : describeProblems(parsed.problems)).toContain(reason)
  })

  it('gives up on more mistakes than anybody would read', () => {
    const services = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [
        `S${n}`,
        { [`<img src=x onerror=alert(${n})>`]: n },
      ]),
    )

    const parsed = parseExcerptText(written({ services }))

    expect(parsed.ok).toBe(false)
  })

  it('leaves texts of other formats to others', () => {
    expect(isExcerptText('{"format":"millrace/1"}')).toBe(false)
    expect(isExcerptText('{"format":["millrace-excerpt/1"]}')).toBe(false)
    expect(isExcerptText('hello')).toBe(false)
  })
})

function framed(topology: Topology): Topology {
  return {
    ...topology,
    layout: {
      nodes: {
        ...topology.layout.nodes,
        payments: { x: 400, y: 0, contextId: 'billing' },
      },
      contexts: { billing: { name: 'Billing', x: 380, y: -40, width: 240, height: 200 } },
      notes: {
        rule: { text: 'Once.', x: 400, y: 130, width: 100, height: 20, contextId: 'billing' },
      },
    },
  }
}

function written(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    format: 'millrace-excerpt/1',
    eventTypes: {},
    services: {},
    channels: {},
    bindings: {},
    subscriptions: {},
    layout: { nodes: {}, contexts: {} },
    ...parts,
  })
}

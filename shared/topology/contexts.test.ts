import { describe, expect, it } from 'vitest'
import { duplicateOnCanvas } from './canvasCopies.ts'
import { moveOnCanvas } from './canvasMoves.ts'
import {
  addContext,
  collapseContexts,
  expandContexts,
  groupItems,
  joinContext,
  leaveContext,
  removeContexts,
  renameContext,
  resizeContext,
  ungroupContexts,
} from './contexts.ts'
import { addService, moveNodes, removeNodes } from './edits.ts'
import { addNote } from './notes.ts'
import { parseTopology } from './parse.ts'
import { output, shop, sketch, worker } from './sketch.ts'
import { edited } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

describe('groupItems', () => {
  it('frames what is chosen, with room for the name above', () => {
    const topology = setUp()

    const grouped = groupItems(topology, { nodeIds: ['orders', 'placed'] })

    expect(grouped?.edit.label).toBe('Group orders and 1 more')
    const after = edited(topology, grouped?.edit ?? null)
    // A service takes 160 × 120, a topic of three partitions 160 × 120.
    expect(after.layout.contexts).toEqual({
      context: { name: 'Context', x: -20, y: -60, width: 400 + 200, height: 200 },
    })
    expect(after.layout.nodes).toEqual({
      orders: { x: 0, y: 0, contextId: 'context' },
      placed: { x: 400, y: 0, contextId: 'context' },
      payments: { x: 800, y: 0 },
    })
  })

  it('takes from other contexts, and a context that has nothing left goes', () => {
    const topology = grouped(['orders', 'placed'])

    const all = groupItems(topology, { nodeIds: ['orders', 'placed', 'payments'] })

    const after = edited(topology, all?.edit ?? null)
    expect(Object.keys(after.layout.contexts)).toEqual(['context-2'])
    expect(after.layout.contexts['context-2']?.name).toBe('Context 2')
  })

  it('keeps a context that has something left', () => {
    const topology = grouped(['orders', 'placed'])

    const after = edited(topology, groupItems(topology, { nodeIds: ['placed'] })?.edit ?? null)

    expect(after.layout.nodes.orders?.contextId).toBe('context')
    expect(after.layout.nodes.placed?.contextId).toBe('context-2')
  })

  it('has nothing to do without anything to group', () => {
    expect(groupItems(setUp(), { nodeIds: [] })).toBeNull()
  })
})

describe('addContext', () => {
  it('takes in what its rectangle holds and belongs nowhere', () => {
    const topology = grouped(['placed'])

    const { id, edit } = addContext(topology, { x: -100, y: -100, width: 700, height: 400 })

    const { layout } = edited(topology, edit)
    expect(layout.nodes.orders?.contextId).toBe(id)
    expect(layout.nodes.placed?.contextId).toBe('context')
    expect(layout.nodes.payments?.contextId).toBeUndefined()
  })
})

describe('ungroupContexts and removeContexts', () => {
  it('keep the content, or take it along', () => {
    const topology = grouped(['orders', 'placed'])

    const kept = edited(topology, ungroupContexts(topology, ['context']))
    const gone = edited(topology, removeContexts(topology, ['context']))

    expect(ungroupContexts(topology, ['context']).label).toBe('Ungroup Context')
    expect(kept).toEqual(setUp())
    expect(removeContexts(topology, ['context']).label).toBe('Remove Context')
    expect(gone.layout).toEqual({ nodes: { payments: { x: 800, y: 0 } }, contexts: {}, notes: {} })
    expect(Object.keys(gone.services)).toEqual(['payments'])
    expect(gone.channels).toEqual({})
  })
})

describe('leaveContext and joinContext', () => {
  it('move nothing; the frame grows to hold what comes', () => {
    const topology = grouped(['orders', 'placed'])

    const left = edited(topology, leaveContext(topology, { nodeIds: ['placed'] }))
    const joined = edited(topology, joinContext(topology, 'context', { nodeIds: ['payments'] }))

    expect(left.layout.nodes.placed).toEqual({ x: 400, y: 0 })
    expect(left.layout.contexts).toEqual(topology.layout.contexts)
    expect(joined.layout.nodes.payments).toEqual({ x: 800, y: 0, contextId: 'context' })
    expect(joined.layout.contexts.context).toMatchObject({ x: -20, width: 1000 })
  })

  it('have nothing to do where it is so already', () => {
    const topology = grouped(['orders'])

    expect(leaveContext(topology, { nodeIds: ['placed'] })).toBeNull()
    expect(joinContext(topology, 'context', { nodeIds: ['orders'] })).toBeNull()
  })
})

describe('resizeContext', () => {
  it('stops at what it holds', () => {
    const topology = grouped(['orders', 'placed'])

    const edit = resizeContext(topology, 'context', { x: 100, y: 100, width: 40, height: 40 })

    expect(edited(topology, edit).layout.contexts.context).toEqual(topology.layout.contexts.context)
  })

  it('takes in what it comes to hold', () => {
    const topology = grouped(['orders', 'placed'])

    const edit = resizeContext(topology, 'context', { x: -20, y: -60, width: 1000, height: 300 })

    const { layout } = edited(topology, edit)
    expect(layout.nodes.payments?.contextId).toBe('context')
    expect(layout.contexts.context).toMatchObject({ width: 1000, height: 300 })
  })
})

describe('collapseContexts', () => {
  it('is undone by expanding', () => {
    const topology = grouped(['orders'])

    const collapsed = edited(topology, collapseContexts(topology, ['context']))

    expect(collapsed.layout.contexts.context?.collapsed).toBe(true)
    expect(edited(collapsed, expandContexts(collapsed, ['context']))).toEqual(topology)
  })
})

describe('renameContext', () => {
  it('keeps the id', () => {
    const topology = grouped(['orders'])

    const edit = renameContext(topology, 'context', 'Ordering')

    expect(edit.label).toBe('Rename Context to Ordering')
    expect(edited(topology, edit).layout.contexts.context?.name).toBe('Ordering')
  })
})

describe('moveOnCanvas', () => {
  it('takes members along with their frame', () => {
    const topology = grouped(['orders', 'placed'])

    const edit = moveOnCanvas(topology, { contexts: { context: { x: 80, y: 40 } } })

    expect(edit?.label).toBe('Move Context')
    expect(edited(topology, edit).layout).toEqual({
      contexts: { context: { name: 'Context', x: 80, y: 40, width: 600, height: 200 } },
      nodes: {
        orders: { x: 100, y: 100, contextId: 'context' },
        placed: { x: 500, y: 100, contextId: 'context' },
        payments: { x: 800, y: 0 },
      },
      notes: {},
    })
  })

  it('lets join what is dropped into a frame, and the frame grows round it', () => {
    const topology = grouped(['orders'])

    const edit = moveOnCanvas(topology, { nodes: { payments: { x: 60, y: 60 } } })

    const { layout } = edited(topology, edit)
    expect(layout.nodes.payments).toEqual({ x: 60, y: 60, contextId: 'context' })
    expect(layout.contexts.context).toMatchObject({ x: -20, y: -60, width: 260, height: 260 })
  })

  it('lets leave what is dropped outside', () => {
    const topology = grouped(['orders', 'placed'])

    const edit = moveOnCanvas(topology, { nodes: { placed: { x: 400, y: 600 } } })

    const { layout } = edited(topology, edit)
    expect(layout.nodes.placed).toEqual({ x: 400, y: 600 })
    expect(layout.contexts).toEqual(topology.layout.contexts)
  })

  it('keeps who belongs where when it is told to', () => {
    const topology = grouped(['orders', 'placed'])
    const keeps = { keepsMembership: true }

    const outside = moveOnCanvas(topology, { nodes: { placed: { x: 400, y: 600 } } }, keeps)
    const inside = moveOnCanvas(topology, { nodes: { payments: { x: 60, y: 0 } } }, keeps)

    const { layout } = edited(topology, outside)
    expect(layout.nodes.placed?.contextId).toBe('context')
    expect(layout.contexts.context).toMatchObject({ y: -60, height: 800 })
    expect(edited(topology, inside).layout.nodes.payments?.contextId).toBeUndefined()
  })

  it('leaves what is moved with its own frame where it belongs', () => {
    const topology = grouped(['orders', 'placed'])

    const edit = moveOnCanvas(topology, {
      contexts: { context: { x: -20, y: 940 } },
      nodes: { orders: { x: 0, y: 1000 } },
    })

    expect(edit?.label).toBe('Move Context')
    const { nodes } = edited(topology, edit).layout
    expect(nodes.orders).toEqual({ x: 0, y: 1000, contextId: 'context' })
    expect(nodes.placed).toEqual({ x: 400, y: 1000, contextId: 'context' })
  })

  it('has nothing to do where everything is there already', () => {
    expect(moveOnCanvas(setUp(), { nodes: { orders: { x: 0, y: 0 } } })).toBeNull()
  })

  it('moves a collapsed context with all that cannot be seen', () => {
    const open = grouped(['orders', 'placed'])
    const topology = edited(open, collapseContexts(open, ['context']))

    const edit = moveOnCanvas(topology, { contexts: { context: { x: -20, y: 140 } } })

    expect(edited(topology, edit).layout.nodes.orders).toEqual({
      x: 0,
      y: 200,
      contextId: 'context',
    })
  })
})

describe('membership', () => {
  it('goes with the node: moving keeps it, removing takes it along', () => {
    const topology = grouped(['orders'])

    const movedAway = edited(topology, moveNodes(topology, { orders: { x: 5, y: 6 } }))
    const removed = edited(topology, removeNodes(topology, ['orders']))

    expect(movedAway.layout.nodes.orders).toEqual({ x: 5, y: 6, contextId: 'context' })
    expect(removed.layout.nodes).not.toHaveProperty('orders')
  })

  it('names a context that is there', () => {
    const { contexts: _, ...layout } = grouped(['orders']).layout

    const parsed = parseTopology({ ...setUp(), layout: { ...layout, contexts: {} } })

    expect(parsed).toEqual({
      ok: false,
      problems: [
        {
          path: 'layout.nodes.orders.contextId',
          message: "There is no context 'context'; name one of layout.contexts, or leave this out.",
        },
      ],
    })
  })
})

describe('what is added in a frame', () => {
  it('belongs to its context, which grows to hold it', () => {
    const topology = grouped(['orders'])

    const { edit, id } = addService(topology, {
      name: 'Stock',
      role: 'service',
      position: { x: 80, y: 20 },
    })

    const { layout } = edited(topology, edit)
    expect(layout.nodes[id]).toEqual({ x: 80, y: 20, contextId: 'context' })
    expect(layout.contexts.context).toMatchObject({ x: -20, y: -60, width: 280, height: 220 })
  })
})

describe('older files', () => {
  it('open as they were: without membership and without notes', () => {
    const { notes: _, ...layout } = setUp().layout
    const contexts = { ordering: { name: 'Ordering', x: 0, y: 0, width: 400, height: 400 } }

    const parsed = parseTopology({ ...setUp(), layout: { ...layout, contexts } })

    expect(parsed).toEqual({
      ok: true,
      topology: { ...setUp(), layout: { ...layout, contexts, notes: {} } },
    })
  })
})

describe('a drawing', () => {
  it('has at most 1,000 notes', () => {
    const note = { text: '', x: 0, y: 0, width: 40, height: 40 }
    const notes = Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`n-${n}`, note]))

    const parsed = parseTopology({ ...setUp(), layout: { ...setUp().layout, notes } })

    expect(parsed).toEqual({
      ok: false,
      problems: [{ path: 'layout.notes', message: 'A topology has at most 1,000 notes.' }],
    })
  })
})

describe('duplicateOnCanvas', () => {
  it('copies a context with its members and notes', () => {
    const framed = grouped(['orders', 'placed'])
    const topology = edited(framed, addNote(framed, { x: 20, y: 0 }, 'Why?').edit)

    const copy = duplicateOnCanvas(topology, only({ contextIds: ['context'] }), { x: 0, y: 400 })

    expect(copy?.ids).toEqual(only({ contextIds: ['context-2'] }))
    const { layout } = edited(topology, copy?.edit ?? null)
    expect(layout.contexts['context-2']).toMatchObject({ name: 'Context 2', x: -20, y: 340 })
    expect(layout.nodes['orders-2']).toEqual({ x: 0, y: 400, contextId: 'context-2' })
    expect(layout.notes['note-2']).toMatchObject({ text: 'Why?', y: 400, contextId: 'context-2' })
  })

  it('leaves the copy of a member in its context', () => {
    const framed = grouped(['orders', 'placed'])
    const topology = edited(framed, addNote(framed, { x: 20, y: 0 }, 'Why?').edit)

    const members = only({ nodeIds: ['orders'], noteIds: ['note'] })
    const copy = duplicateOnCanvas(topology, members, { x: 40, y: 40 })

    expect(copy?.ids).toEqual(only({ nodeIds: ['orders-2'], noteIds: ['note-2'] }))
    const { layout } = edited(topology, copy?.edit ?? null)
    expect(layout.nodes['orders-2']).toEqual({ x: 40, y: 40, contextId: 'context' })
    expect(layout.notes['note-2']).toMatchObject({ text: 'Why?', contextId: 'context' })
    expect(duplicateOnCanvas(topology, only({}), { x: 0, y: 0 })).toBeNull()
  })
})

function only(ids: object) {
  return { nodeIds: [], contextIds: [], noteIds: [], ...ids }
}

function grouped(nodeIds: readonly string[]): Topology {
  const topology = setUp()
  return edited(topology, groupItems(topology, { nodeIds })?.edit ?? null)
}

/** orders → placed → payments, in a row. */
function setUp(): Topology {
  const topology = sketch({
    services: {
      orders: shop('placed'),
      payments: worker(['reads'], { outputs: { again: output('placed') } }),
    },
    channels: { placed: { kind: 'kafkaTopic', partitions: 3 } },
    subscriptions: {
      reads: { kind: 'kafkaConsumer', channelId: 'placed', serviceId: 'payments', groupId: 'g' },
    },
  })
  const nodes = { orders: { x: 0, y: 0 }, placed: { x: 400, y: 0 }, payments: { x: 800, y: 0 } }
  return { ...topology, layout: { ...topology.layout, nodes } }
}

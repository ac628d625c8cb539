import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import {
  addService,
  moveNodes,
  removeNodes,
  renameElement,
  setField,
} from '#shared/topology/edits.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import {
  acknowledged,
  type ConfirmedEdit,
  type OpenDocument,
  openDocument,
  type PendingEdit,
  type Receipt,
  received,
  refused,
  withPending,
} from './pendingEdits.ts'

describe('own edits laid over the confirmed document', () => {
  it('stay on screen while others edit', () => {
    const client = new Client('a', shop())

    client.propose(setField(['name'], 'Shop two', 'Rename'))
    client.take({
      revision: 1,
      editId: 'other-1',
      edit: moveNodes(shop(), { web: { x: 9, y: 9 } }),
    })

    expect(client.document.topology.name).toBe('Shop two')
    expect(client.document.topology.layout.nodes.web).toEqual({ x: 9, y: 9 })
    expect(client.document.confirmed.name).toBe('Shop')
  })

  it('count once, whether the answer or the news comes first', () => {
    const client = new Client('a', shop())
    const { editId, edit } = client.propose(setField(['name'], 'Shop two', 'Rename'))

    client.take({ revision: 1, editId, edit })
    client.acknowledge(editId, 1)

    expect(client.document.pending).toEqual([])
    expect(client.document.revision).toBe(1)
    expect(client.document.topology.name).toBe('Shop two')
  })

  it('leave what is on show as it is, object by object, when the server has taken them', () => {
    const client = new Client('a', shop())
    const first = client.propose(setField(['name'], 'Shop two', 'Rename'))
    const second = client.propose(setField(['name'], 'Shop three', 'Rename'))
    const shown = client.document.topology

    client.acknowledge(first.editId, 1)
    expect(client.document.topology).toBe(shown)
    expect(client.document.confirmed.name).toBe('Shop two')

    client.acknowledge(second.editId, 2)
    expect(client.document.topology).toBe(shown)
    expect(client.document.confirmed).toBe(shown)
  })

  it('do not count again when the fetched document has them already', () => {
    const fetched = { ...shop(), name: 'Shop two' }
    const edit = setField(['name'], 'Shop two', 'Rename')
    const document = openDocument(fetched, 5, [{ editId: 'a-1', edit }])

    expect(acknowledged(document, 'a-1', 5)).toMatchObject({
      kind: 'known',
      document: { revision: 5, pending: [], topology: { name: 'Shop two' } },
    })
  })

  it('leave the screen when they are refused', () => {
    const client = new Client('a', shop())
    const { editId } = client.propose(setField(['name'], 'Shop two', 'Rename'))

    client.refuse(editId)

    expect(client.document.topology).toEqual(shop())
    expect(client.document.pending).toEqual([])
  })

  it('tells of a gap when a revision was missed', () => {
    const document = openDocument(shop(), 3, [])
    const edit = setField(['name'], 'Shop two', 'Rename')

    expect(received(document, { revision: 5, editId: 'b-1', edit })).toEqual({ kind: 'gap' })
  })

  it('converge on the order of the server, whoever edits what and whenever news arrive', () => {
    fc.assert(
      fc.property(fc.array(stepOfTwo, { maxLength: 60 }), (steps) => {
        const server = new Server(shop())
        const clients = [new Client('a', shop()), new Client('b', shop())] as const
        for (const client of clients) server.join(client)

        for (const { who, step } of steps) perform(step, clients[who], server)
        server.settle()

        for (const { document } of clients) {
          expect(document.pending).toEqual([])
          expect(document.topology).toEqual(server.topology)
          expect(document.revision).toBe(server.revision)
        }
      }),
      { numRuns: 300 },
    )
  })
})

type Step =
  | { readonly kind: 'rename'; readonly node: string; readonly name: string }
  | { readonly kind: 'move'; readonly node: string; readonly x: number }
  | { readonly kind: 'add'; readonly name: string }
  | { readonly kind: 'remove'; readonly node: string }
  | { readonly kind: 'send' }
  | { readonly kind: 'hear' }

const node = fc.constantFrom('web', 'orders', 'billing', 'audit')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), node, name: fc.constantFrom('One', 'Two') }),
  fc.record({ kind: fc.constant('move' as const), node, x: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ kind: fc.constant('add' as const), name: fc.constantFrom('Billing', 'Audit') }),
  fc.record({ kind: fc.constant('remove' as const), node }),
  fc.constant({ kind: 'send' as const }),
  fc.constant({ kind: 'hear' as const }),
)
const stepOfTwo = fc.record({ who: fc.constantFrom(0 as const, 1 as const), step })

function perform(step: Step, client: Client, server: Server): void {
  if (step.kind === 'send') server.takeNextFrom(client)
  else if (step.kind === 'hear') client.hear()
  else propose(step, client)
}

function propose(step: Exclude<Step, { kind: 'send' | 'hear' }>, client: Client): void {
  const { topology } = client.document
  if (step.kind === 'add') {
    const { edit } = addService(topology, {
      name: step.name,
      role: 'service',
      position: { x: 0, y: 0 },
    })
    client.propose(edit)
    return
  }
  if (!Object.hasOwn(topology.services, step.node)) return
  if (step.kind === 'rename') client.propose(renameElement(topology, step.node, step.name))
  else if (step.kind === 'remove') client.propose(removeNodes(topology, [step.node]))
  else client.propose(moveNodes(topology, { [step.node]: { x: step.x, y: 0 } }))
}

/** A page: what it has on screen, and the messages that are on their way to it. */
class Client {
  document: OpenDocument
  readonly outbox: PendingEdit[] = []
  readonly inbox: (() => void)[] = []
  readonly #name: string
  #count = 0

  constructor(name: string, topology: Topology) {
    this.#name = name
    this.document = openDocument(topology, 0, [])
  }

  propose(edit: Edit): PendingEdit {
    const result = applyEdit(this.document.topology, edit)
    const pendingEdit = { editId: `${this.#name}-${this.#count++}`, edit }
    if (result.ok) {
      this.document = withPending(this.document, pendingEdit, result.topology)
      this.outbox.push(pendingEdit)
    }
    return pendingEdit
  }

  hear(): void {
    this.inbox.shift()?.()
  }

  take(news: ConfirmedEdit): void {
    this.#adopt(received(this.document, news))
  }

  acknowledge(editId: string, revision: number): void {
    this.#adopt(acknowledged(this.document, editId, revision))
  }

  refuse(editId: string): void {
    this.document = refused(this.document, editId)
  }

  #adopt(receipt: Receipt): void {
    if (receipt.kind === 'gap') throw new Error('The news came in order, so nothing is missing.')
    this.document = receipt.document
  }
}

/** Puts edits into one order and tells everybody, as the real one does. */
class Server {
  topology: Topology
  revision = 0
  readonly #clients: Client[] = []

  constructor(topology: Topology) {
    this.topology = topology
  }

  join(client: Client): void {
    this.#clients.push(client)
  }

  takeNextFrom(client: Client): void {
    const sent = client.outbox.shift()
    if (!sent) return
    const result = applyEdit(this.topology, sent.edit)
    if (!result.ok) {
      client.inbox.push(() => client.refuse(sent.editId))
      return
    }
    this.topology = result.topology
    this.revision += 1
    const news = { ...sent, revision: this.revision }
    for (const other of this.#clients) other.inbox.push(() => other.take(news))
    client.inbox.push(() => client.acknowledge(news.editId, news.revision))
  }

  settle(): void {
    for (const client of this.#clients) while (client.outbox.length > 0) this.takeNextFrom(client)
    for (const client of this.#clients) while (client.inbox.length > 0) client.hear()
  }
}

function shop(): Topology {
  const service = {
    role: 'service' as const,
    replicas: 1,
    concurrency: 1,
    sources: {},
    handlers: {},
  }
  return {
    ...emptyTopology('Shop'),
    services: { web: { ...service, name: 'Web' }, orders: { ...service, name: 'Orders' } },
    layout: { nodes: { web: { x: 0, y: 0 }, orders: { x: 200, y: 0 } }, contexts: {}, notes: {} },
  }
}

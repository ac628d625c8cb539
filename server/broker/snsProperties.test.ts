import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import { SQS_FIFO_SETTINGS, SQS_SETTINGS } from './sns.fixture.ts'
import { SnsTopic } from './snsTopic.ts'
import { SqsQueue } from './sqsQueue.ts'
import { type JournalEntry, TestWorld } from './testWorld.ts'

type Step =
  | {
      readonly kind: 'publish'
      readonly key: number
      readonly state: string
      readonly bytes: number
    }
  | { readonly kind: 'node'; readonly queue: number; readonly isUp: boolean }
  | { readonly kind: 'wait'; readonly forMs: number }
  | { readonly kind: 'bind'; readonly queue: number; readonly isFiltered: boolean }
  | { readonly kind: 'unbind'; readonly queue: number }

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      key: fc.integer({ min: 0, max: 2 }),
      state: fc.constantFrom('paid', 'draft'),
      bytes: fc.constantFrom(100, 3000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('node' as const),
      queue: fc.integer({ min: 0, max: 1 }),
      isUp: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      forMs: fc.integer({ min: 0, max: 4000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bind' as const),
      queue: fc.integer({ min: 0, max: 1 }),
      isFiltered: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('unbind' as const),
      queue: fc.integer({ min: 0, max: 1 }),
    }),
  },
)

const runArbitrary = fc.record({
  isFifo: fc.boolean(),
  steps: fc.array(stepArbitrary, { maxLength: 40 }),
})

/** What ends a copy on its way to one subscription. */
const ENDS: ReadonlySet<string> = new Set(['routed', 'deadLettered', 'dropped', 'removed'])

describe('SnsTopic, whatever happens', () => {
  it('[sns.fan-out] [sns.dead-letter-queue] brings each copy to one end, and none twice', () => {
    fc.assert(
      fc.property(runArbitrary, ({ isFifo, steps }) => {
        const stand = new Stand(isFifo)
        for (const step of steps) stand.do(step)
        const pending = stand.topic.figures.waiting
        const started = new Set(stand.copies(['deliveryFailed', ...ENDS]))
        const ended = stand.copies([...ENDS])

        expect(new Set(ended).size, 'each ends once').toBe(ended.length)
        // On a FIFO topic some wait behind others and were not tried yet.
        if (!isFifo) expect(started.size - ended.length).toBe(pending)
        stand.settle()
        expect(stand.topic.figures.waiting).toBe(0)
        const all = stand.copies(['deliveryFailed', ...ENDS])
        expect(new Set(stand.copies([...ENDS]))).toEqual(new Set(all))
      }),
    )
  })

  it('[sns.fifo-order] hands on each message group of a FIFO topic in the order of publishing', () => {
    fc.assert(
      fc.property(runArbitrary, ({ steps }) => {
        const stand = new Stand(true)
        for (const step of steps) stand.do(step)
        stand.settle()

        for (const [line, events] of stand.lines())
          expect(events, line).toEqual([...events].sort((a, b) => a - b))
      }),
    )
  })

  it('[sns.delivery-retries] gives the same history when it is saved and restored on the way', () => {
    fc.assert(
      fc.property(runArbitrary, fc.integer({ min: 0, max: 40 }), ({ isFifo, steps }, at) => {
        const straight = new Stand(isFifo)
        const restored = new Stand(isFifo)
        for (const [index, step] of steps.entries()) {
          straight.do(step)
          if (index === at) {
            straight.rest()
            restored.saveAndRestore()
          }
          restored.do(step)
        }
        straight.rest()
        restored.saveAndRestore()
        straight.settle()
        restored.settle()

        expect(restored.journal()).toEqual(straight.journal())
        expect(restored.topic.save()).toEqual(straight.topic.save())
      }),
    )
  })
})

const QUEUES = ['ledger', 'shipping']

class Stand {
  readonly #isFifo: boolean
  readonly #past: JournalEntry[] = []
  readonly #keys = new Map<string, number>()
  readonly #bound = new Map<number, boolean>()
  #world = new TestWorld()
  #topic!: SnsTopic
  #queues: SqsQueue[] = []

  constructor(isFifo: boolean) {
    this.#isFifo = isFifo
    this.#build()
    for (const queue of QUEUES.keys()) this.do({ kind: 'bind', queue, isFiltered: false })
  }

  get topic(): SnsTopic {
    return this.#topic
  }

  do(step: Step): void {
    switch (step.kind) {
      case 'publish': {
        const name = this.#world.publish(this.#topic, {
          key: step.key,
          attributes: [['state', step.state]],
          sizeBytes: step.bytes,
          properties: { kind: 'aws', messageGroup: 'key', deduplication: 'event', delay: null },
        })
        this.#keys.set(name, step.key)
        break
      }
      case 'node':
        this.#queues[step.queue]?.setNodeUp(0, step.isUp)
        break
      case 'wait':
        this.#world.run(ms(step.forMs))
        break
      case 'bind':
        this.#bound.set(step.queue, step.isFiltered)
        this.#bind(step.queue, step.isFiltered)
        break
      case 'unbind':
        this.#bound.delete(step.queue)
        this.#topic.unbind(this.#world.element(`to ${QUEUES[step.queue]}`))
        this.#world.settleDown()
    }
  }

  /** Everything is up again for as long as the longest wait between two retries. */
  settle(): void {
    for (const queue of this.#queues) queue.setNodeUp(0, true)
    this.#world.run(ms(20_000))
  }

  /** A run is saved between instants. */
  rest(): void {
    this.#world.settleDown()
  }

  saveAndRestore(): void {
    this.rest()
    const topic = this.#topic.save()
    const queues = this.#queues.map((queue) => queue.save())
    const state = structuredClone(this.#world.save())
    this.#past.push(...this.#world.journal)
    this.#world = new TestWorld(1, state)
    this.#build()
    for (const [index, queue] of this.#queues.entries()) queue.restore(queues[index])
    this.#topic.restore(structuredClone(topic))
    for (const [queue, isFiltered] of this.#bound) this.#bind(queue, isFiltered)
  }

  journal(): readonly JournalEntry[] {
    return [...this.#past, ...this.#world.journal]
  }

  /** Event and subscription of each record of these kinds, of what was published. */
  copies(kinds: readonly string[]): readonly string[] {
    return this.journal()
      .filter(({ kind, element }) => kinds.includes(kind) && element.startsWith('to '))
      .map(({ element, event }) => `${event} ${element}`)
  }

  /** By subscription and key: the numbers of the events routed, as they went. */
  lines(): ReadonlyMap<string, readonly number[]> {
    const lines = new Map<string, number[]>()
    for (const { kind, element, event } of this.journal()) {
      if (kind !== 'routed') continue
      const line = `${element} ${this.#keys.get(event)}`
      lines.set(line, [...(lines.get(line) ?? []), Number(event.slice(1))])
    }
    return lines
  }

  #build(): void {
    const world = this.#world
    const settings = { fifoTopic: this.#isFifo, contentBasedDeduplication: false }
    this.#topic = new SnsTopic({ name: 'news', element: world.element('news'), world, settings })
    this.#queues = [...QUEUES, 'dead'].map((name) => {
      const queue = this.#isFifo ? SQS_FIFO_SETTINGS : SQS_SETTINGS
      // What is larger is refused for good.
      const settings = name === 'dead' ? queue : { ...queue, messageBytesMax: 2500 }
      return new SqsQueue({ name, element: world.element(name), world, settings })
    })
    for (const name of QUEUES) world.element(`to ${name}`)
  }

  #bind(queue: number, isFiltered: boolean): void {
    this.#topic.bind({
      bindingElement: this.#world.element(`to ${QUEUES[queue]}`),
      target: this.#queues[queue] as SqsQueue,
      filterPolicy: isFiltered ? { state: ['paid'] } : {},
      filterPolicyScope: 'MessageAttributes',
      rawMessageDelivery: false,
      deadLetterQueue: queue === 0 ? (this.#queues[2] as SqsQueue) : null,
    })
  }
}

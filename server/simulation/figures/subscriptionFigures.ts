import { columnsOf, countsOf } from './columns.ts'
import { latenciesOf } from './latencyFigures.ts'
import { type FigureWriter, idOf, type Place } from './run.ts'

const COLUMNS = columnsOf('subscription')

/** Those of handling times. */
const NOT_SHOWN = 3

/** Null: nothing runs under that name. */
export function subscriptionFigures({ run, name, element }: Place): FigureWriter | null {
  const service = run.network.subscriptions.get(idOf(name))?.service
  if (!service) return null
  const writeCounts = countsOf(run, {
    sort: 'subscription',
    elements: [element],
    counters: {
      delivered: 'delivered',
      redelivered: 'redelivered',
      acknowledged: 'acknowledged',
      failed: 'failed',
      retried: 'retried',
      deadLettered: 'deadLettered',
      dropped: 'dropped',
      rebalances: 'rebalanced',
      evicted: 'evicted',
      leaseExtended: 'leaseExtended',
      parked: 'parked',
    },
  })
  const writeLatencies = latenciesOf(run, {
    owner: { kind: 'subscription', id: service.id },
    column: COLUMNS.waitP50Ms,
    without: NOT_SHOWN,
  })
  return (into, from) => {
    const { waiting, inFlight, members, lag, generation = Number.NaN } = service.figures
    into[from + COLUMNS.waiting] = waiting
    into[from + COLUMNS.inFlight] = inFlight
    into[from + COLUMNS.members] = members
    into[from + COLUMNS.lag] = lag
    into[from + COLUMNS.generation] = generation
    writeCounts(into, from)
    writeLatencies(into, from)
  }
}

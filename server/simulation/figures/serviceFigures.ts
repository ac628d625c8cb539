import type { ServiceFaultKind } from '#shared/topology/recipe.ts'
import { columnsOf, countsOf } from './columns.ts'
import { latenciesOf } from './latencyFigures.ts'
import { type FigureWriter, idOf, type Place } from './run.ts'

const COLUMNS = columnsOf('service')

const FAULT_BITS = { crash: 1, slow: 2, pause: 4, disconnect: 8 } as const

/** Null: nothing runs under that name. */
export function serviceFigures({ run, name }: Place): FigureWriter | null {
  const { world, network } = run
  const service = network.services.get(idOf(name))
  if (!service) return null
  const { id } = service
  const share = network.recentShareOf(id)
  const publishers = world.table.publishersOf(name)
  const writeCounts = countsOf(run, {
    sort: 'service',
    elements: network.subscriptionElementsOf('serviceId', id),
    counters: {
      started: 'started',
      completed: 'acknowledged',
      failed: 'failed',
      retried: 'retried',
      deadLettered: 'deadLettered',
      dropped: 'dropped',
    },
  })
  const writeLatencies = latenciesOf(run, {
    owner: { kind: 'service', id },
    column: COLUMNS.handlingP50Ms,
    without: 0,
  })
  return (into, from) => {
    const at = world.scheduler.now
    const { busy, up } = service
    into[from + COLUMNS.replicasUp] = service.replicasUp
    into[from + COLUMNS.slots] = up.now
    into[from + COLUMNS.busy] = busy.now
    into[from + COLUMNS.utilisation] = share.after({
      at,
      busyArea: busy.areaUntil(at),
      slotArea: up.areaUntil(at),
    })
    writeCounts(into, from)
    into[from + COLUMNS.published] = world.journal.sumOf('published', publishers)
    writeLatencies(into, from)
    into[from + COLUMNS.faults] = bitsOf(service.troubles)
    into[from + COLUMNS.refused] = service.refused
  }
}

function bitsOf(troubles: readonly ServiceFaultKind[]): number {
  return troubles.reduce((bits, kind) => bits | FAULT_BITS[kind], 0)
}

/** Of a source or an output: what it published, and what of that was refused as far as its service was told. */
export function publisherFigures({ run, name, element }: Place): FigureWriter {
  const [, serviceId = '', section, partId = '', , outputId = ''] = name.split('/')
  const columns = columnsOf(section === 'sources' ? 'source' : 'output')
  const service = run.network.services.get(serviceId)
  return (into, from) => {
    into[from + columns.published] = run.world.journal.countOf('published', element)
    into[from + columns.refused] = !service
      ? Number.NaN
      : section === 'sources'
        ? service.refusedFromSource(partId)
        : service.refusedFromOutput(partId, outputId)
  }
}

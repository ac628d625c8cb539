import type { Step } from '#shared/lib/json.ts'
import type { Arrivals, Batch } from '#shared/topology/arrivals.ts'
import { Fields } from '../fields/FieldRow.tsx'
import { KindField } from '../fields/KindField.tsx'
import { ArrivalsCurveImage } from './ArrivalsCurveImage.tsx'
import {
  ARRIVAL_FIELDS,
  ARRIVAL_KINDS,
  arrivalsOf,
  BATCH_FIELDS,
  BATCH_KINDS,
  batchOf,
} from './arrivalKinds.ts'
import { ServiceTimeFields } from './ServiceTimeFields.tsx'

interface ArrivalsFieldsProps {
  readonly arrivals: Arrivals
  readonly path: readonly Step[]
  readonly subject: string
}

/** When a source publishes. */
export function ArrivalsFields({ arrivals, path, subject }: ArrivalsFieldsProps) {
  return (
    <>
      <KindField
        label="Arrivals"
        value={arrivals.kind}
        options={ARRIVAL_KINDS}
        path={path}
        subject={subject}
        partFor={(kind) => arrivalsOf(kind, arrivals)}
      />
      <Fields
        specs={ARRIVAL_FIELDS[arrivals.kind]}
        values={arrivals}
        path={path}
        subject={subject}
      />
      <ArrivalsCurveImage arrivals={arrivals} />
      <ArrivalDurations arrivals={arrivals} path={path} subject={subject} />
    </>
  )
}

/** Those that have a distribution of their own, each with its curve. */
function ArrivalDurations({ arrivals, path, subject }: ArrivalsFieldsProps) {
  switch (arrivals.kind) {
    case 'renewal':
      return (
        <ServiceTimeFields
          label="Gaps"
          serviceTime={arrivals.gap}
          path={[...path, 'gap']}
          subject={subject}
        />
      )
    case 'bursts':
      return (
        <>
          <ServiceTimeFields
            label="Bursts last"
            serviceTime={arrivals.onTime}
            path={[...path, 'onTime']}
            subject={subject}
          />
          <ServiceTimeFields
            label="Pauses last"
            serviceTime={arrivals.offTime}
            path={[...path, 'offTime']}
            subject={subject}
          />
        </>
      )
    case 'closedLoop':
      return (
        <ServiceTimeFields
          label="Think time"
          serviceTime={arrivals.thinkTime}
          path={[...path, 'thinkTime']}
          subject={subject}
        />
      )
    default:
      return null
  }
}

interface BatchFieldsProps {
  /** Left out: one event at a time. */
  readonly batch: Batch | undefined
  readonly path: readonly Step[]
  readonly subject: string
}

/** How many events come with each arrival. */
export function BatchFields({ batch, path, subject }: BatchFieldsProps) {
  return (
    <>
      <KindField
        label="Batches"
        value={batch?.kind ?? 'none'}
        options={BATCH_KINDS}
        path={path}
        subject={subject}
        partFor={batchOf}
      />
      {batch ? (
        <Fields specs={BATCH_FIELDS[batch.kind]} values={batch} path={path} subject={subject} />
      ) : null}
    </>
  )
}

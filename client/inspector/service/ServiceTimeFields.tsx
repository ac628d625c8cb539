import type { Step } from '#shared/lib/json.ts'
import type { DurationDistribution } from '#shared/topology/durations.ts'
import { DurationCurveImage } from './DurationCurveImage.tsx'
import { DurationFields } from './DurationFields.tsx'
import { KINDS } from './durationSpecs.ts'
import { MixtureParts } from './MixtureParts.tsx'

interface ServiceTimeFieldsProps {
  /** What takes so long; left out: a handling. */
  readonly label?: string
  readonly serviceTime: DurationDistribution
  readonly path: readonly Step[]
  readonly subject: string
}

/** How long a handling takes. */
export function ServiceTimeFields({
  label = 'Service time',
  serviceTime,
  path,
  subject,
}: ServiceTimeFieldsProps) {
  const curve = <DurationCurveImage duration={serviceTime} />
  return (
    // Several of them may stand below each other, each with a mean: the group tells whose it is.
    <fieldset className="field-group" aria-label={`${label} in detail`}>
      <DurationFields
        label={label}
        duration={serviceTime}
        kinds={KINDS}
        path={path}
        subject={subject}
      >
        {serviceTime.kind === 'mixture' ? (
          // The parts take much room: what they come to stands before them.
          <>
            {curve}
            <MixtureParts mixture={serviceTime} path={path} subject={subject} />
          </>
        ) : null}
      </DurationFields>
      {serviceTime.kind === 'mixture' ? null : curve}
    </fieldset>
  )
}

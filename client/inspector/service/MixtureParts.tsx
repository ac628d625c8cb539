import type { Step } from '#shared/lib/json.ts'
import { type DurationDistribution, MIXTURE_PARTS_MAX } from '#shared/topology/durations.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { decimalCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { Card } from '../Section.tsx'
import { DurationFields } from './DurationFields.tsx'
import { SIMPLE_KINDS } from './durationSpecs.ts'
import { furtherPart } from './newDuration.ts'

interface MixturePartsProps {
  readonly mixture: Extract<DurationDistribution, { kind: 'mixture' }>
  readonly path: readonly Step[]
  readonly subject: string
}

const weightField: FieldSpec = {
  key: 'weight',
  label: 'Weight',
  control: { kind: 'text', codec: decimalCodec({ min: 0, max: 1e9 }) },
}

/** What a mixture is made of; the last part cannot be deleted. */
export function MixtureParts({ mixture, path, subject }: MixturePartsProps) {
  const { parts } = mixture
  const { edit } = designerStore.getState()
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  const partsPath = [...path, 'parts']
  const remove = (index: number) =>
    edit(setField([...partsPath, index], undefined, `Delete part ${index + 1} of ${subject}`))
  const add = () =>
    edit(setField([...partsPath, parts.length], furtherPart(mixture), `Add a part to ${subject}`))
  return (
    <>
      {parts.map(({ weight, duration }, index) => {
        const partPath = [...partsPath, index]
        const partSubject = `part ${index + 1} of ${subject}`
        return (
          <Card
            // biome-ignore lint/suspicious/noArrayIndexKey: a part has no name but its place.
            key={index}
            title={`Part ${index + 1}: ${shareText(weight, total)}`}
            {...(parts.length > 1 && { onDelete: () => remove(index) })}
          >
            <Fields
              specs={[weightField]}
              values={{ weight }}
              path={partPath}
              subject={partSubject}
            />
            <DurationFields
              label="Kind"
              duration={duration}
              kinds={SIMPLE_KINDS}
              path={[...partPath, 'duration']}
              subject={partSubject}
            />
          </Card>
        )
      })}
      {parts.length < MIXTURE_PARTS_MAX ? (
        <Button size="small" icon="plus" onClick={add}>
          Add a part
        </Button>
      ) : null}
    </>
  )
}

function shareText(weight: number, total: number): string {
  return total > 0 ? `${Number(((100 * weight) / total).toPrecision(3))} %` : 'no weight'
}

import { type ReactNode, useState } from 'react'
import type { Step } from '#shared/lib/json.ts'
import type { DurationDistribution } from '#shared/topology/durations.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Fields } from '../fields/FieldRow.tsx'
import type { Option } from '../fields/fieldSpec.ts'
import { KindField } from '../fields/KindField.tsx'
import { ADJUSTMENT_FIELDS, DURATION_FIELDS } from './durationSpecs.ts'
import { durationOf } from './newDuration.ts'

interface DurationFieldsProps {
  /** What takes so long. */
  readonly label: string
  readonly duration: DurationDistribution
  readonly kinds: readonly (Option & { readonly value: DurationDistribution['kind'] })[]
  readonly path: readonly Step[]
  readonly subject: string
  /** Between what the kind says and what all kinds do. */
  readonly children?: ReactNode
}

/** The kind of a duration, what it says, and how it is shifted and limited. */
export function DurationFields(props: DurationFieldsProps) {
  const { label, duration, kinds, path, subject, children } = props
  return (
    <>
      <KindField
        label={label}
        value={duration.kind}
        options={kinds}
        path={path}
        subject={subject}
        partFor={(kind) => durationOf(kind, duration)}
      />
      <Fields
        specs={DURATION_FIELDS[duration.kind]}
        values={duration}
        path={path}
        subject={subject}
      />
      {children}
      <AdjustmentFields duration={duration} path={path} subject={subject} />
    </>
  )
}

type AdjustmentFieldsProps = Pick<DurationFieldsProps, 'duration' | 'path' | 'subject'>

/** Those that are set; the others on demand. */
function AdjustmentFields({ duration, path, subject }: AdjustmentFieldsProps) {
  const [open, setOpen] = useState(false)
  const set = ADJUSTMENT_FIELDS.filter(({ key }) => key in duration)
  const others = ADJUSTMENT_FIELDS.filter((spec) => !set.includes(spec))
  const fields = { values: duration, path, subject }
  return (
    <>
      <Fields specs={set} {...fields} />
      {others.length > 0 ? (
        <button
          type="button"
          className="more-settings"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'chevron' : 'chevronRight'} size={12} />
          {set.length === 0 ? 'Shift and limits' : sentenceOf(others.map(({ label }) => label))}
        </button>
      ) : null}
      {open ? <Fields specs={others} {...fields} /> : null}
    </>
  )
}

/** `At least, at most`. */
function sentenceOf(labels: readonly string[]): string {
  const [first = '', ...others] = labels
  return [first, ...others.map((label) => label.toLowerCase())].join(', ')
}

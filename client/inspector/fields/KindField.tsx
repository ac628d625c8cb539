import { useId } from 'react'
import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import type { Option } from './fieldSpec.ts'
import './fields.css'

interface KindFieldProps<Kind extends string> {
  readonly label: string
  readonly value: Kind
  readonly options: readonly (Option & { readonly value: Kind })[]
  readonly path: readonly Step[]
  readonly subject: string
  /** The whole part of the document, as it is with another kind; undefined leaves it out. */
  readonly partFor: (kind: Kind) => unknown
}

/** Chooses between parts of different make, such as the kinds of arrivals. */
export function KindField<Kind extends string>(props: KindFieldProps<Kind>) {
  const { label, value, options, path, subject, partFor } = props
  const id = useId()
  const helpId = useId()
  const help = options.find((option) => option.value === value)?.help
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="text-field"
        value={value}
        aria-describedby={help === undefined ? undefined : helpId}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value)
          if (!chosen) return
          const edit = setField(
            path,
            partFor(chosen.value),
            `Set ${label.toLowerCase()} of ${subject}`,
          )
          designerStore.getState().edit(edit)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {help === undefined ? null : (
        <p id={helpId} className="field-help">
          {help}
        </p>
      )}
    </div>
  )
}

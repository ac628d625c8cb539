import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { entriesById } from '#shared/lib/entries.ts'
import { MOMENT_NAMES, momentOf } from '#shared/protocol/breakpoints.ts'
import { breakpointWords, placeName } from '#shared/protocol/breakpointWords.ts'
import { putBreakpoint } from '../../connection/breakpoints.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import type { BreakpointDraft } from '../../store/runSlice.ts'
import { edgesOf } from '../../store/selectors.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { ConditionFields } from './ConditionFields.tsx'
import { type DraftFields, described, fieldsOf } from './draftFields.ts'

/** One breakpoint, to be set or changed. What it waits for is said in a sentence as it is chosen. */
export function BreakpointForm({ draft }: { readonly draft: BreakpointDraft }) {
  const [fields, setFields] = useState(() => fieldsOf(draft))
  const topology = useDesigner((state) => state.topology)
  const form = useRef<HTMLFormElement>(null)
  const problemId = useId()
  const result = described(fields, draft)
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('button[aria-pressed="true"]')?.focus()
  }, [])
  const set = (part: Partial<DraftFields>) => setFields({ ...fields, ...part })
  const close = () => designerStore.getState().draftBreakpoint(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (result.ok && (await putBreakpoint(result.draft))) close()
  }
  return (
    <form
      ref={form}
      className="breakpoint-form"
      aria-label={draft.id === undefined ? 'New breakpoint' : 'Breakpoint'}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <p
        className="breakpoint-sentence"
        id={problemId}
        data-wrong={!result.ok || undefined}
        aria-live="polite"
      >
        {result.ok
          ? `Pause when: ${breakpointWords({ ...result.draft, id: 'draft' }, topology)}`
          : result.problem}
      </p>
      <MomentChoice fields={fields} set={set} />
      <div className="breakpoint-fields">
        <Labelled label="Of">
          <select
            className="text-field"
            value={fields.eventTypeId}
            onChange={({ target }) => set({ eventTypeId: target.value })}
          >
            <option value="">any event type</option>
            {entriesById(topology.eventTypes).map(([id, { name }]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Labelled>
        <PlaceChoice fields={fields} set={set} />
        <Labelled label="Key">
          <input
            className="text-field"
            value={fields.key}
            placeholder="any"
            spellCheck={false}
            onChange={({ target }) => set({ key: target.value })}
          />
        </Labelled>
        <ConditionFields fields={fields} set={set} />
        <Labelled label="Every">
          <input
            className="text-field breakpoint-number"
            value={fields.every}
            inputMode="numeric"
            aria-describedby={problemId}
            onChange={({ target }) => set({ every: target.value })}
          />
          <span>{fields.every === '1' ? 'time' : 'times'}</span>
        </Labelled>
        <Button type="submit" tone="accent" size="small" disabled={!result.ok}>
          {draft.id === undefined ? 'Set' : 'Change'}
        </Button>
      </div>
      <IconButton
        icon="close"
        iconSize={12}
        className="breakpoint-form-close"
        label="Close the form"
        onClick={close}
      />
    </form>
  )
}

interface FieldsProps {
  readonly fields: DraftFields
  readonly set: (part: Partial<DraftFields>) => void
}

function MomentChoice({ fields: { moments }, set }: FieldsProps) {
  return (
    <fieldset className="breakpoint-moments" aria-label="What it waits for">
      {MOMENT_NAMES.map((name) => {
        const isChosen = moments.includes(name)
        const others = moments.filter((other) => other !== name)
        return (
          <button
            key={name}
            type="button"
            aria-pressed={isChosen}
            onClick={() => set({ moments: isChosen ? others : [...moments, name] })}
          >
            {momentOf(name).label}
          </button>
        )
      })}
    </fieldset>
  )
}

function PlaceChoice({ fields: { place }, set }: FieldsProps) {
  const topology = useDesigner((state) => state.topology)
  const edges = edgesOf(topology)
  return (
    <Labelled label="At">
      <select
        className="text-field breakpoint-place"
        value={place}
        onChange={({ target }) => set({ place: target.value })}
      >
        <option value="">any place</option>
        <Choices title="Services" choices={entriesById(topology.services).map(nodeChoice)} />
        <Choices title="Channels" choices={entriesById(topology.channels).map(nodeChoice)} />
        <Choices
          title="Connections"
          choices={edges.map(({ id }) => ({
            value: `edge:${id}`,
            label: placeName({ kind: 'edge', id }, topology) ?? id,
          }))}
        />
      </select>
    </Labelled>
  )
}

interface Choice {
  readonly value: string
  readonly label: string
}

function nodeChoice([id, { name }]: readonly [string, { readonly name: string }]): Choice {
  return { value: `node:${id}`, label: name }
}

function Choices({
  title,
  choices,
}: {
  readonly title: string
  readonly choices: readonly Choice[]
}) {
  if (choices.length === 0) return null
  return (
    <optgroup label={title}>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </optgroup>
  )
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: its control is among the children.
    <label className="breakpoint-field">
      <span>{label}</span>
      {children}
    </label>
  )
}

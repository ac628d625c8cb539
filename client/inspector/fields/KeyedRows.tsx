import { useState } from 'react'
import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import type { Codec } from './codec.ts'
import { FieldRow } from './FieldRow.tsx'
import './groups.css'

interface KeyedRowsProps {
  readonly title: string
  readonly help: string
  /** A map of the document; left out while it is empty. */
  readonly map: Readonly<Record<string, unknown>> | undefined
  readonly path: readonly Step[]
  readonly subject: string
  readonly codec: Codec
  readonly keyWord: string
  /** What a new entry holds at first. */
  readonly firstValue: unknown
}

/** A map whose keys people choose: attributes of an event, conditions of a filter policy. */
export function KeyedRows(props: KeyedRowsProps) {
  const { title, help, map = {}, path, subject, codec, firstValue } = props
  const { edit } = designerStore.getState()
  const keys = Object.keys(map).sort()
  const remove = (key: string) => {
    const { [key]: _, ...rest } = map
    const label = `Remove ${key} of ${subject}`
    edit(setField(path, Object.keys(rest).length === 0 ? undefined : rest, label))
  }
  return (
    <fieldset className="keyed-rows">
      <legend>{title}</legend>
      <p className="field-help">{help}</p>
      {keys.map((key) => (
        <div key={key} className="keyed-row">
          <FieldRow
            spec={{ key, label: key, official: true, control: { kind: 'text', codec } }}
            value={map[key]}
            path={[...path, key]}
            subject={subject}
          />
          <IconButton
            icon="close"
            iconSize={11}
            label={`Remove ${key}`}
            onClick={() => remove(key)}
          />
        </div>
      ))}
      <NewKey
        {...props}
        onAdd={(key) =>
          edit(setField(path, { ...map, [key]: firstValue }, `Add ${key} to ${subject}`))
        }
      />
    </fieldset>
  )
}

function NewKey({
  keyWord,
  map = {},
  onAdd,
}: KeyedRowsProps & { readonly onAdd: (key: string) => void }) {
  const [key, setKey] = useState('')
  const wanted = key.trim()
  const canAdd = wanted !== '' && !Object.hasOwn(map, wanted)
  const add = () => {
    if (!canAdd) return
    onAdd(wanted)
    setKey('')
  }
  return (
    <div className="keyed-new">
      <input
        className="text-field"
        aria-label={`New ${keyWord}`}
        placeholder={keyWord}
        spellCheck={false}
        value={key}
        onChange={(event) => setKey(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add()
        }}
      />
      <Button size="small" icon="plus" disabled={!canAdd} onClick={add}>
        Add
      </Button>
    </div>
  )
}

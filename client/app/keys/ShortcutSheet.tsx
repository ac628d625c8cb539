import { useState } from 'react'
import { designerStore } from '../../store/designerStore.ts'
import { canvasKeys } from '../../store/keys/canvasKeys.ts'
import {
  assigned,
  DEFAULT_KEYMAP,
  type Keyed,
  keymapStore,
  refusalOf,
  restored,
  useKeymap,
} from '../../store/keys/keymap.ts'
import { IS_MAC, shownKeys } from '../../store/keys/keys.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ACTION_GROUPS } from '../actions/action.ts'
import { actions } from '../actions/actions.ts'
import { CANVAS_GESTURES } from './canvasGestures.ts'
import { ShortcutRow, ShownKeys } from './ShortcutRow.tsx'
import './shortcutSheet.css'

/** Every action and its keys, read from the one list; each can be given others. */
export function ShortcutSheet() {
  const [search, setSearch] = useState('')
  const [recordingId, setRecordingId] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const wanted = search.trim().toLowerCase()
  const isWanted = ({ label }: { readonly label: string }) => label.toLowerCase().includes(wanted)
  const record = (row: Assignable, keys: string | null) => {
    setRecordingId(null)
    setSaid(keys === null ? '' : choose(row, keys))
  }
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => designerStore.getState().openDialog(null)}>
      <SheetTools search={search} onSearch={setSearch} />
      <p className="shortcut-said" role="status">
        {said}
      </p>
      <div className="shortcut-sheet">
        {groups.map(({ title, rows }) => (
          <Group key={title} title={title} rows={rows.filter(isWanted)}>
            {(action) => (
              <ShortcutRow
                key={action.id}
                action={action}
                isRecording={recordingId === action.id}
                onRecord={() => setRecordingId(action.id)}
                onRecorded={(keys) => record(action, keys)}
                onLeft={() => setRecordingId((id) => (id === action.id ? null : id))}
                onRestore={() =>
                  keymapStore.setState((map) => restored(map, assignable, action.id))
                }
              />
            )}
          </Group>
        ))}
        <Group title="Pointer and keys" rows={CANVAS_GESTURES.filter(isWanted)}>
          {({ label, keys }) => (
            <div className="shortcut" key={label}>
              <dt>{label}</dt>
              <dd>
                <ShownKeys keys={keys} />
              </dd>
            </div>
          )}
        </Group>
      </div>
    </Dialog>
  )
}

interface GroupProps<Row> {
  readonly title: string
  readonly rows: readonly Row[]
  readonly children: (row: Row) => React.ReactNode
}

function Group<Row>({ title, rows, children }: GroupProps<Row>) {
  if (rows.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <dl>{rows.map(children)}</dl>
    </section>
  )
}

interface SheetToolsProps {
  readonly search: string
  readonly onSearch: (search: string) => void
}

function SheetTools({ search, onSearch }: SheetToolsProps) {
  const { changed, singleKeys } = useKeymap()
  return (
    <div className="shortcut-tools">
      <input
        type="search"
        className="text-field"
        aria-label="Find a shortcut"
        placeholder="Find a shortcut"
        value={search}
        onChange={({ target }) => onSearch(target.value)}
      />
      <label>
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={singleKeys}
          onClick={() => keymapStore.setState({ singleKeys: !singleKeys })}
        />
        Letters and signs alone
      </label>
      <Button
        size="small"
        icon="reset"
        disabled={Object.keys(changed).length === 0}
        onClick={() => keymapStore.setState({ changed: DEFAULT_KEYMAP.changed })}
      >
        Restore all
      </Button>
    </div>
  )
}

type Assignable = Keyed & { readonly label: string }

/** What can be given other keys. */
const assignable: readonly Assignable[] = [...actions, ...canvasKeys]

const groups: readonly { readonly title: string; readonly rows: readonly Assignable[] }[] = [
  ...ACTION_GROUPS.map((group) => ({
    title: group,
    rows: actions.filter((action) => action.group === group),
  })),
  { title: 'On the canvas', rows: canvasKeys },
]

/** Answers what there is to say about it. */
function choose(row: Assignable, keys: string): string {
  const shown = shownKeys(keys, IS_MAC).join(' ')
  const refusal = refusalOf(keys)
  if (refusal !== null) return `${shown} cannot be chosen. ${refusal}`
  const { keymap, bereft } = assigned(keymapStore.getState(), assignable, {
    actionId: row.id,
    keys,
  })
  keymapStore.setState(keymap)
  const losers = assignable.filter(({ id }) => bereft.includes(id)).map(({ label }) => label)
  const loss = losers.length === 0 ? '' : ` ${losers.join(' and ')} no longer has it.`
  return `${shown} is now: ${row.label}.${loss}`
}

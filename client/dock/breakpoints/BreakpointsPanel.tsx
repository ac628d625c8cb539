import type { Breakpoint } from '#shared/protocol/breakpoints.ts'
import { BREAKPOINTS_MAX } from '#shared/protocol/breakpoints.ts'
import { breakpointWords } from '#shared/protocol/breakpointWords.ts'
import {
  breakpointsOf,
  clearBreakpoints,
  draftAt,
  draftBreakpoint,
  removeBreakpoint,
  selectedPlace,
  switchBreakpoint,
} from '../../connection/breakpoints.ts'
import { control } from '../../connection/connection.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import type { BreakpointDraft } from '../../store/runSlice.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { DockTools } from '../DockTools.tsx'
import { BreakpointForm } from './BreakpointForm.tsx'
import './breakpoints.css'

/** Where the run shall pause: a list for all who watch, and a form for one of them. */
export function BreakpointsPanel() {
  const list = useDesigner(breakpointsOf)
  const draft = useDesigner((state) => state.breakpointDraft)
  const canRun = useDesigner(({ run, connected }) => connected && run?.status !== 'held')
  return (
    <div className="breakpoints-panel" data-form={draft !== null || undefined}>
      <DockTools>
        <Button
          size="small"
          icon="step"
          disabled={!canRun || !list.some(({ enabled }) => enabled)}
          title="As fast as it goes, until one of them is met"
          onClick={() => void control({ kind: 'runToBreakpoint' })}
        >
          Run to the next
        </Button>
        <Button
          size="small"
          icon="plus"
          disabled={list.length >= BREAKPOINTS_MAX}
          onClick={() => draftBreakpoint(freshDraft())}
        >
          New breakpoint
        </Button>
        {list.length > 1 ? (
          <Button size="small" icon="trash" onClick={() => void clearBreakpoints()}>
            Delete all
          </Button>
        ) : null}
      </DockTools>
      {list.length === 0 && draft === null ? <NoBreakpoints /> : <List list={list} draft={draft} />}
      {draft ? <BreakpointForm key={draft.id ?? 'new'} draft={draft} /> : null}
    </div>
  )
}

function NoBreakpoints() {
  return (
    <div className="dock-empty">
      <b>No breakpoints</b>
      <span>
        A breakpoint pauses the run at the very instant of what it waits for: a dead letter, a
        second attempt, a key, a backlog. It never changes what happens.
      </span>
    </div>
  )
}

interface ListProps {
  readonly list: readonly Breakpoint[]
  readonly draft: BreakpointDraft | null
}

function List({ list, draft }: ListProps) {
  const pausedAt = useDesigner(({ run }) => run?.pausedAt?.breakpointId ?? null)
  return (
    <ul className="breakpoints" aria-label="Breakpoints">
      {list.map((breakpoint) => (
        <Row
          key={breakpoint.id}
          breakpoint={breakpoint}
          isMet={breakpoint.id === pausedAt}
          isEdited={breakpoint.id === draft?.id}
        />
      ))}
    </ul>
  )
}

interface RowProps {
  readonly breakpoint: Breakpoint
  readonly isMet: boolean
  readonly isEdited: boolean
}

function Row({ breakpoint, isMet, isEdited }: RowProps) {
  const words = useDesigner(({ topology }) => breakpointWords(breakpoint, topology))
  const { id, enabled, place } = breakpoint
  return (
    <li
      className="breakpoint"
      data-off={!enabled || undefined}
      data-met={isMet || undefined}
      data-edited={isEdited || undefined}
    >
      <label className="breakpoint-words">
        <input
          type="checkbox"
          checked={enabled}
          onChange={() => void switchBreakpoint(breakpoint)}
        />
        <Icon name="breakpoint" size={14} />
        <span title={words}>{words}</span>
      </label>
      {isMet ? <span className="breakpoint-met">paused here</span> : null}
      {place ? (
        <IconButton
          icon="target"
          iconSize={12}
          label={`Show where: ${words}`}
          title="Show where"
          onClick={() => show(place)}
        />
      ) : null}
      <IconButton
        icon="edit"
        iconSize={12}
        label={`Edit: ${words}`}
        title="Edit"
        onClick={() => draftBreakpoint(breakpoint)}
      />
      <IconButton
        icon="trash"
        iconSize={12}
        label={`Delete: ${words}`}
        title="Delete"
        onClick={() => void removeBreakpoint(id)}
      />
    </li>
  )
}

function show({ kind, id }: NonNullable<Breakpoint['place']>): void {
  const { select, requestFlyTo } = designerStore.getState()
  select(kind === 'node' ? { nodeIds: [id] } : { edgeIds: [id] })
  if (kind === 'node') requestFlyTo([id])
}

/** At what is selected, or else at every dead letter. */
function freshDraft(): BreakpointDraft {
  const state = designerStore.getState()
  const place = selectedPlace(state)
  if (place) return draftAt(place, state.topology)
  return { enabled: true, moments: ['deadLettered'], every: 1 }
}

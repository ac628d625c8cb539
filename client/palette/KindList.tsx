import { designerStore, useDesigner } from '../store/designerStore.ts'
import { keysOf, useKeymap } from '../store/keys/keymap.ts'
import { IS_MAC, shownKeys } from '../store/keys/keys.ts'
import { annotationKinds, nodeKinds } from '../store/nodeKinds.ts'
import type { AnnotationKind, NodeKind } from '../store/viewSlice.ts'
import { Icon } from '../ui/Icon.tsx'
import { isFound } from './isFound.ts'
import { useKindDrag } from './useKindDrag.ts'

type Kind = NodeKind | AnnotationKind

const words = { ...nodeKinds, ...annotationKinds }

const GROUPS: readonly { readonly name: string; readonly kinds: readonly Kind[] }[] = [
  { name: 'Compute', kinds: ['service', 'external', 'projection'] },
  {
    name: 'Channels',
    kinds: ['kafkaTopic', 'rabbitExchange', 'rabbitQueue', 'snsTopic', 'sqsQueue', 'eventStore'],
  },
  { name: 'Structure', kinds: ['context', 'note'] },
]

const PURPOSES = {
  service: 'Handles events and publishes others',
  external: 'Stands outside the system and sends into it',
  projection: 'Keeps a read model up to date',
  kafkaTopic: 'A partitioned log, read by consumer groups',
  rabbitExchange: 'Routes to the queues bound to it',
  rabbitQueue: 'Hands each message to one consumer',
  snsTopic: 'Fans out to the SQS queues subscribed to it',
  sqsQueue: 'Hands messages out under a visibility timeout',
  eventStore: 'Keeps a stream of events for each key, for good',
  context: 'A frame round what belongs together',
  note: 'Plain text beside the drawing',
} as const satisfies { [K in Kind]: string }

/** Drag one onto the canvas; or choose it, then click the canvas or press Enter. */
export function KindList({ search }: { readonly search: string }) {
  const groups = GROUPS.map(({ name, kinds }) => ({
    name,
    kinds: kinds.filter((kind) => isFound(words[kind].label, search)),
  })).filter(({ kinds }) => kinds.length > 0)
  if (groups.length === 0) return <p className="palette-none">Nothing like that.</p>
  return groups.map(({ name, kinds }) => (
    <section key={name} className="palette-group" aria-label={name}>
      <h2>{name}</h2>
      {kinds.map((kind) => (
        <KindButton key={kind} kind={kind} />
      ))}
    </section>
  ))
}

function KindButton({ kind }: { readonly kind: Kind }) {
  const chosen = useDesigner(({ placing }) => placing?.kind === kind)
  const { label, letter } = words[kind]
  const [keys] = keysOf({ id: `add-${kind}`, keys: [letter] }, useKeymap())
  const drag = useKindDrag(kind)
  const setPlacing = (next: Kind | null) => designerStore.getState().setPlacing(next)
  return (
    <button
      type="button"
      className="palette-kind"
      aria-label={label}
      aria-keyshortcuts={keys}
      aria-pressed={chosen}
      title={`${PURPOSES[kind]}. Drag it onto the canvas, or choose it and click there.`}
      onPointerDown={drag.onPointerDown}
      onClick={() => {
        if (!drag.wasDrag()) setPlacing(chosen ? null : kind)
      }}
    >
      <span className="palette-icon">
        <Icon name={kind} size={14} />
      </span>
      {label}
      {keys === undefined ? null : <kbd>{shownKeys(keys, IS_MAC).join(' ')}</kbd>}
    </button>
  )
}

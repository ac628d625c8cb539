import { EVENT_SHAPES, type EventType } from '#shared/schemas/eventType.ts'
import { removeEventType, setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { EventMark } from '../../ui/EventMark.tsx'
import { CommittedText } from './CommittedText.tsx'
import { SchemaVersions } from './SchemaVersions.tsx'

export interface EventTypeFormProps {
  readonly id: string
  readonly eventType: EventType
}

const COMPATIBILITIES: readonly {
  readonly value: EventType['compatibility']
  readonly label: string
}[] = [
  { value: 'none', label: 'None' },
  { value: 'backward', label: 'Backward: old events still read' },
  { value: 'forward', label: 'Forward: old readers still work' },
  { value: 'full', label: 'Full: both of them' },
]

export function EventTypeForm({ id, eventType }: EventTypeFormProps) {
  const { name, keyPath, compatibility } = eventType
  const set = (field: keyof EventType, value: unknown, label: string) =>
    designerStore.getState().edit(setField(['eventTypes', id, field], value, label))
  return (
    <div className="event-type-form">
      <div className="event-type-fields">
        <div className="event-type-field">
          <span aria-hidden>Name</span>
          <CommittedText
            label="Name of the event type"
            value={name}
            onCommit={(typed) => typed !== '' && set('name', typed, `Rename ${name}`)}
          />
        </div>
        <div
          className="event-type-field"
          title="The field of the payload that carries the key, such as orderId"
        >
          <span aria-hidden>Key path</span>
          <CommittedText
            label="Key path"
            value={keyPath ?? ''}
            placeholder="No key in the payload"
            onCommit={(typed) =>
              set('keyPath', typed === '' ? undefined : typed, `Set the key path of ${name}`)
            }
          />
        </div>
        <label className="event-type-field">
          <span>Compatibility</span>
          <select
            className="text-field"
            aria-label="Compatibility"
            value={compatibility}
            onChange={({ target }) =>
              set('compatibility', target.value, `Set the compatibility of ${name}`)
            }
          >
            {COMPATIBILITIES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <MarkChoice eventType={eventType} onSet={set} />
        <Button
          size="small"
          tone="danger"
          icon="trash"
          onClick={() => {
            const { topology, edit } = designerStore.getState()
            edit(removeEventType(topology, id))
          }}
        >
          Remove
        </Button>
      </div>
      <SchemaVersions id={id} eventType={eventType} />
    </div>
  )
}

const HUES = [1, 2, 3, 4, 5] as const

interface MarkChoiceProps {
  readonly eventType: EventType
  readonly onSet: (field: 'hue' | 'shape', value: unknown, label: string) => void
}

function MarkChoice({ eventType: { name, hue, shape }, onSet }: MarkChoiceProps) {
  return (
    <div className="event-type-marks">
      <span>Mark</span>
      <fieldset aria-label="Shape">
        {EVENT_SHAPES.map((other) => (
          <button
            key={other}
            type="button"
            aria-label={other}
            aria-pressed={other === shape}
            onClick={() => onSet('shape', other, `Set the mark of ${name}`)}
          >
            <EventMark hue={hue} shape={other} />
          </button>
        ))}
      </fieldset>
      <fieldset aria-label="Colour">
        {HUES.map((other) => (
          <button
            key={other}
            type="button"
            aria-label={`Colour ${other}`}
            aria-pressed={other === hue}
            onClick={() => onSet('hue', other, `Set the mark of ${name}`)}
          >
            <EventMark hue={other} shape={shape} />
          </button>
        ))}
      </fieldset>
    </div>
  )
}

import { guaranteesOf } from '#shared/semantics/guarantees/guarantees.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Section } from '../Section.tsx'
import './promises.css'

/** What the channel promises, as it is set up and used in this drawing. */
export function Promises({ channelId }: { readonly channelId: string }) {
  const topology = useDesigner((state) => state.topology)
  const words = guaranteesOf(topology, channelId)
  if (!words) return null
  const { order, delivery, replay, losses } = words
  return (
    <Section title="Promises" aside="as it is set up">
      <dl className="promises">
        <dt>Order</dt>
        <dd>{order}</dd>
        <dt>Delivery</dt>
        <dd>{delivery}</dd>
        <dt>Replay</dt>
        <dd>{replay}</dd>
        <dt>Loss</dt>
        <dd>
          {losses.length === 0 ? 'Nothing that is modelled loses an event.' : null}
          {losses.length > 0 ? (
            <ul>
              {losses.map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
            </ul>
          ) : null}
        </dd>
      </dl>
    </Section>
  )
}

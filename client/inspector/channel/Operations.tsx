import { formatClock } from '#shared/lib/units.ts'
import { nodesOf, operationProblem } from '#shared/topology/operations.ts'
import type { Operation } from '#shared/topology/recipe.ts'
import { changeRun } from '../../connection/connection.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { ConfirmButton } from '../ConfirmButton.tsx'
import { Section } from '../Section.tsx'
import { useCanChange } from '../useCanChange.ts'
import type { ChannelProps } from './channelProps.ts'
import '../service/faults.css'

/** What an operator does to a channel, and what can happen to the nodes that hold it. */
export function Operations({ channelId, channel }: ChannelProps) {
  return (
    <>
      <Nodes channelId={channelId} channel={channel} />
      <Maintenance channelId={channelId} channel={channel} />
    </>
  )
}

function Nodes({ channelId, channel }: ChannelProps) {
  const canChange = useCanChange()
  const run = useDesigner((state) => state.run)
  const nodes = nodesOf(channel)
  if (nodes === 0) return null
  const down = new Map(
    (run?.faults ?? []).flatMap(({ fault, sinceNs }) =>
      fault.kind === 'nodeDown' && fault.channelId === channelId ? [[fault.node, sinceNs]] : [],
    ),
  )
  return (
    <Section title="Faults" aside={`${nodes - down.size} of ${nodes} nodes up`}>
      {[...down].map(([node, sinceNs]) => (
        <div className="fault-card" key={node}>
          <Icon name="bolt" size={14} />
          <p>
            <b>Node {node} is down</b>
            <span>since {formatClock(sinceNs)}</span>
          </p>
          <Button
            size="small"
            aria-label={`Bring back node ${node} of ${channel.name}`}
            onClick={() => void changeRun({ kind: 'restoreNode', channelId, node })}
          >
            Bring back
          </Button>
        </div>
      ))}
      <div className="fault-buttons">
        {Array.from({ length: nodes }, (_, node) => node)
          .filter((node) => !down.has(node))
          .map((node) => (
            <Button
              key={node}
              size="small"
              icon="bolt"
              aria-label={`Take down node ${node} of ${channel.name}`}
              disabled={!canChange}
              onClick={() =>
                void changeRun({ kind: 'fault', fault: { kind: 'nodeDown', channelId, node } })
              }
            >
              Node {node} down
            </Button>
          ))}
      </div>
      {canChange ? null : <p className="field-help">Faults are for a run: start one first.</p>}
    </Section>
  )
}

const PURGE: Operation = { kind: 'purge' }
const REDRIVE: Operation = { kind: 'redrive', ratePerSecond: null }

const REDRIVE_WORDS = {
  sqsQueue: {
    label: 'Redrive',
    title: 'StartMessageMoveTask: its messages go back to the queues that they came from',
  },
  eventStore: {
    label: 'Replay parked',
    title: 'What its persistent subscriptions have parked is handed out again',
  },
} as const

function Maintenance({ channelId, channel }: ChannelProps) {
  const canChange = useCanChange()
  const topology = useDesigner((state) => state.topology)
  const canPurge = operationProblem(topology, channelId, PURGE) === null
  const canRedrive = operationProblem(topology, channelId, REDRIVE) === null
  if (!canPurge && !canRedrive) return null
  const redrive = REDRIVE_WORDS[channel.kind === 'eventStore' ? 'eventStore' : 'sqsQueue']
  const operate = (operation: Operation) =>
    void changeRun({ kind: 'operate', channelId, operation })
  return (
    <Section title="Operations">
      <div className="fault-buttons">
        {canRedrive ? (
          <Button
            size="small"
            aria-label={`${redrive.label}: ${channel.name}`}
            title={redrive.title}
            disabled={!canChange}
            onClick={() => operate(REDRIVE)}
          >
            {redrive.label}
          </Button>
        ) : null}
        {canPurge ? (
          <ConfirmButton
            label="Purge"
            subject={channel.name}
            question={`Throw away what waits in ${channel.name}? It does not come back.`}
            answer="Purge"
            disabled={!canChange}
            onConfirm={() => operate(PURGE)}
          />
        ) : null}
      </div>
      {canChange ? null : <p className="field-help">There is no run yet: start one first.</p>}
    </Section>
  )
}

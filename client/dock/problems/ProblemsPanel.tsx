import type { LintProblem } from '#shared/topology/lint.ts'
import { designerStore } from '../../store/designerStore.ts'
import { useProblems } from '../../store/problems.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import './problems.css'

/** What is wrong with the drawing, worst first. */
export function ProblemsPanel() {
  const problems = useProblems()
  if (problems.length === 0) {
    return (
      <div className="dock-empty">
        <b>No problems</b>
        <span>The drawing can run as it is.</span>
      </div>
    )
  }
  const sorted = [...problems].sort((left, right) => rankOf(left) - rankOf(right))
  return (
    <ul className="problems" aria-label="Problems">
      {sorted.map((problem) => (
        <ProblemRow key={`${problem.path.join('/')} ${problem.message}`} problem={problem} />
      ))}
    </ul>
  )
}

function ProblemRow({ problem }: { readonly problem: LintProblem }) {
  const { severity, message, elementIds, fix } = problem
  return (
    <li className="problem" data-severity={severity}>
      <Icon name={severity === 'error' ? 'error' : 'warning'} size={14} />
      <span className="visually-hidden">{severity === 'error' ? 'Error:' : 'Warning:'}</span>
      <p>{message}</p>
      {fix ? (
        <Button size="small" onClick={() => designerStore.getState().edit(fix.edit)}>
          {fix.label}
        </Button>
      ) : null}
      {elementIds.length > 0 ? (
        <Button size="small" icon="target" onClick={() => show(elementIds)}>
          Show
        </Button>
      ) : null}
    </li>
  )
}

function rankOf({ severity }: LintProblem): number {
  return severity === 'error' ? 0 : 1
}

/** Selects what the problem is about and brings it into view. */
function show(elementIds: readonly string[]): void {
  const { topology, select, requestFlyTo } = designerStore.getState()
  const isNode = (id: string) =>
    Object.hasOwn(topology.services, id) || Object.hasOwn(topology.channels, id)
  const nodeIds = elementIds.filter(isNode)
  select({ nodeIds, edgeIds: elementIds.filter((id) => !isNode(id)) })
  if (nodeIds.length > 0) requestFlyTo(nodeIds)
}

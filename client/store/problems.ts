// What is wrong with the drawing, for those who show it. A large drawing is examined between frames,
// and what was found last stands until then.

import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type LintProblem, lintSteps } from '#shared/topology/lint.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { useDesigner } from './designerStore.ts'
import { isSameModel } from './sameness.ts'
import { findings, problemsOf } from './selectors.ts'

/** Services and channels; fewer are examined at once. */
const LARGE_NODES = 300
/** Of a frame. */
const SLICE_MS = 6

interface Examination {
  /** Of which the problems are. */
  readonly topology: Topology | null
  readonly problems: readonly LintProblem[]
}

const examinationStore = createStore<Examination>(() => ({ topology: null, problems: [] }))
let underway: Topology | null = null

export function useProblems(): readonly LintProblem[] {
  const topology = useDesigner((state) => state.topology)
  const examined = useStore(examinationStore, (state) => state.problems)
  const isLarge = isLargeDrawing(topology)
  useEffect(() => {
    if (isLarge) examine(topology)
  }, [topology, isLarge])
  return isLarge ? examined : problemsOf(topology)
}

/** The gravest of those of one node; null: there is none. */
export function useProblemAt(nodeId: string): LintProblem | null {
  const found = useDesigner(({ topology }) =>
    isLargeDrawing(topology) ? null : (gravestOf(problemsOf(topology)).get(nodeId) ?? null),
  )
  const examined = useStore(examinationStore, ({ topology, problems }) =>
    topology === null ? null : (gravestOf(problems).get(nodeId) ?? null),
  )
  return useDesigner(({ topology }) => isLargeDrawing(topology)) ? examined : found
}

const gravest = new WeakMap<readonly LintProblem[], ReadonlyMap<string, LintProblem>>()

/** By node. Every node asks whenever anything changes. */
function gravestOf(problems: readonly LintProblem[]): ReadonlyMap<string, LintProblem> {
  const known = gravest.get(problems)
  if (known) return known
  const byNode = new Map<string, LintProblem>()
  for (const problem of problems)
    for (const id of problem.elementIds) {
      const isGraver = problem.severity === 'error' && byNode.get(id)?.severity === 'warning'
      if (isGraver || !byNode.has(id)) byNode.set(id, problem)
    }
  gravest.set(problems, byNode)
  return byNode
}

const sizes = new WeakMap<Topology, boolean>()

function isLargeDrawing(topology: Topology): boolean {
  const known = sizes.get(topology)
  if (known !== undefined) return known
  const { services, channels } = topology
  const isLarge = Object.keys(services).length + Object.keys(channels).length > LARGE_NODES
  sizes.set(topology, isLarge)
  return isLarge
}

/** Several places ask: one examination answers all of them; a newer drawing breaks it off. */
function examine(topology: Topology): void {
  const { topology: examined } = examinationStore.getState()
  // What was only moved is as right or wrong as before.
  if (examined !== null && isSameModel(examined, topology)) {
    underway = null
    return
  }
  if (underway !== null && isSameModel(underway, topology)) return
  underway = topology
  const steps = lintSteps(topology, findings)
  const problems: LintProblem[] = []
  const goOn = () => {
    if (underway !== topology) return
    const startedAtMs = performance.now()
    for (let step = steps.next(); !step.done; step = steps.next()) {
      problems.push(...step.value)
      if (performance.now() - startedAtMs < SLICE_MS) continue
      setTimeout(goOn)
      return
    }
    underway = null
    examinationStore.setState({ topology, problems })
  }
  setTimeout(goOn)
}

// React Flow as its examples have it; see ../naive.ts.

import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import {
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useEdgesState,
  useNodesState,
  useReactFlow,
} from 'reactflow'
import { edgesOf } from '#shared/topology/edges.ts'
import { drawingOf } from '../../../e2e/stage/drawing.ts'
import 'reactflow/dist/style.css'

type FigureNode = Node<{ readonly name: string; readonly rate: number; readonly line: string }>

const FIGURES_INTERVAL_MS = 250
const nodeTypes = { figures: FiguresNode }

function FiguresNode({ data }: NodeProps<FigureNode>) {
  return (
    <div className="node">
      <Handle type="target" position={Position.Left} />
      <b>{data.name}</b>
      <p>
        <span>{data.rate.toFixed(1)}</span>/s
      </p>
      <svg viewBox="0 0 160 24" aria-hidden>
        <path d={data.line} fill="none" stroke="gray" />
      </svg>
      <Handle type="source" position={Position.Right} />
    </div>
  )
}

function Naive({ count }: { readonly count: number }) {
  const [nodes, setNodes, onNodesChange] = useNodesState(nodesFor(count))
  const [edges, , onEdgesChange] = useEdgesState(edgesFor(count))
  const flow = useReactFlow()
  useEffect(() => {
    let tick = 0
    const timer = setInterval(() => {
      tick += 1
      const data = (node: FigureNode) => ({ ...node.data, rate: 10 + (tick % 7), line: line(tick) })
      setNodes((before) => before.map((node) => ({ ...node, data: data(node) })))
    }, FIGURES_INTERVAL_MS)
    const button = document.querySelector('#whole')
    const whole = () => void flow.zoomTo(1)
    button?.addEventListener('click', whole)
    return () => {
      clearInterval(timer)
      button?.removeEventListener('click', whole)
    }
  }, [flow, setNodes])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      minZoom={0.02}
      panOnScroll
      fitView
    />
  )
}

function nodesFor(count: number): FigureNode[] {
  const { layout } = drawingOf(count)
  return Object.entries(layout.nodes).map(([id, position]) => ({
    id,
    type: 'figures',
    position,
    data: { name: id, rate: 0, line: line(0) },
  }))
}

function edgesFor(count: number): Edge[] {
  return edgesOf(drawingOf(count)).map(({ id, fromId, toId }) => ({
    id,
    source: fromId,
    target: toId,
    animated: true,
  }))
}

/** A minute of four samples a second. */
function line(tick: number): string {
  const points = Array.from(
    { length: 240 },
    (_, x) => `${(x * 160) / 240} ${12 + ((x + tick) % 9)}`,
  )
  return `M${points.join('L')}`
}

const root = createRoot(document.querySelector('#root') ?? document.body)
window.addEventListener('draw', (event) => {
  const count = event instanceof CustomEvent ? Number(event.detail) : 0
  root.render(
    <ReactFlowProvider>
      <Naive count={count} />
    </ReactFlowProvider>,
  )
})

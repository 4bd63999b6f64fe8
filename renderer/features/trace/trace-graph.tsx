import { Graph, layout } from '@dagrejs/dagre';
import { Background, Controls, type Edge, type Node, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import './trace-graph.css';
import { type ReactNode, useMemo } from 'react';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { hopState, hopTitle, systemLook } from './hop-look.ts';
import type { WaterfallRow } from './waterfall.ts';

interface TraceGraphProps {
  readonly rows: readonly WaterfallRow[];
  readonly chosen: string | null;
  readonly onChoose: (hopId: string) => void;
}

/** More nodes are no picture; the waterfall has them all. */
const nodesMax = 200;
const nodeWidthPx = 240;
const nodeHeightPx = 52;
/** So many branches stand side by side at a size that can be read. */
const branchesAcrossMax = 4;

/** The chain as a picture: from top to bottom, or from left to right where it branches wide. */
export function TraceGraph({ rows, chosen, onChoose }: TraceGraphProps): ReactNode {
  const format = useFormat();
  const shown = useMemo(() => rows.slice(0, nodesMax), [rows]);
  const graph = useMemo(() => graphOf(shown), [shown]);
  const nodes = useMemo(
    () =>
      graph.nodes.map((node) => ({
        ...node,
        className: `${node.className ?? ''} ${node.id === chosen ? 'is-chosen' : ''}`,
        ariaLabel: String(node.data['words']),
      })),
    [graph, chosen],
  );
  return (
    <div className="trace-graph relative min-h-0 flex-1" data-grid-mode="triage">
      <ReactFlow
        nodes={nodes}
        edges={graph.edges}
        onNodeClick={(_, node) => onChoose(node.id)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
        minZoom={0.1}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
      {rows.length > shown.length && (
        <p className="absolute top-2 left-2 bg-raised px-2 py-1 text-sm text-muted">
          The first {format.count(shown.length)} of {format.count(rows.length)} hops; the waterfall has them
          all.
        </p>
      )}
    </div>
  );
}

function leavesOf(rows: readonly WaterfallRow[]): number {
  const parents = new Set(rows.map(({ hop }) => hop.fromId));
  return rows.filter(({ hop }) => !parents.has(hop.id)).length;
}

function graphOf(rows: readonly WaterfallRow[]): { readonly nodes: Node[]; readonly edges: Edge[] } {
  const graph = new Graph();
  const isDown = leavesOf(rows) <= branchesAcrossMax;
  graph.setGraph({ rankdir: isDown ? 'TB' : 'LR', nodesep: 18, ranksep: isDown ? 32 : 56 });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(rows.map(({ hop }) => hop.id));
  for (const { hop } of rows) graph.setNode(hop.id, { width: nodeWidthPx, height: nodeHeightPx });
  const edges: Edge[] = [];
  for (const { hop } of rows) {
    if (hop.fromId === null || !known.has(hop.fromId)) continue;
    graph.setEdge(hop.fromId, hop.id);
    edges.push({
      id: `${hop.fromId}>${hop.id}`,
      source: hop.fromId,
      target: hop.id,
      className: hop.isGhost ? 'is-ghost' : '',
    });
  }
  layout(graph);
  const nodes = rows.map(({ hop, isFailure }): Node => {
    const place = graph.node(hop.id) as { readonly x: number; readonly y: number };
    const { word } = systemLook(hop.system);
    return {
      id: hop.id,
      position: { x: place.x - nodeWidthPx / 2, y: place.y - nodeHeightPx / 2 },
      sourcePosition: isDown ? Position.Bottom : Position.Right,
      targetPosition: isDown ? Position.Top : Position.Left,
      data: {
        label: `${word} · ${hopState(hop)}\n${hopTitle(hop)}`,
        words: `${word}, ${hopTitle(hop)}, ${hopState(hop)}`,
      },
      className: hop.isGhost ? 'is-ghost' : isFailure ? 'is-failure' : '',
      style: { width: nodeWidthPx, height: nodeHeightPx },
    };
  });
  return { nodes, edges };
}

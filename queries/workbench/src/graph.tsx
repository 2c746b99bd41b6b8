import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { adjust, full, go, open, short } from './address'
import { get, useGet, type EntityView, type Node, type Timeline } from './api'
import { layout, type Body } from './force'
import { lang, named, t } from './i18n'
import { cut, labelOf, Open, useWidth } from './parts'
import { useDrag } from './pointer'
import { Table } from './table'

// More nodes than this make no picture that a person can read.
const mostNodes = 160

// How many neighbours of one property are shown at first.
const each = '6'

interface Edge {
  from: string
  to: string
  property: string
}

interface Shown {
  nodes: Node[]
  edges: Edge[]
}

/** Graph shows a thing with its neighbours. The address lists what is expanded. */
export function Graph({ address }: { address: URLSearchParams }) {
  const expanded = (address.get('g') ?? '').split(' ').filter(Boolean)
  return (
    <section aria-label={t('view.graph')}>
      <h1 class="hidden">{t('view.graph')}</h1>
      {expanded.length === 0 ? <Start /> : <Expanded expanded={expanded} selected={address.get('sel')} />}
    </section>
  )
}

/** Start offers the events told by most articles. */
function Start() {
  const events = useGet<Timeline>('timeline', {})
  const best = [...(events.data?.entries ?? [])].sort((a, b) => b.corroboration - a.corroboration || b.participants.length - a.participants.length).slice(0, 12)
  return (
    <div class="start">
      <p class="empty">{t('graph.start')}</p>
      <ul class="offers">
        {best.map((e) => (
          <li key={e.iri}>
            <button type="button" onClick={() => go({ g: short(e.iri), sel: short(e.iri) })}>{e.title}</button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Expanded({ expanded, selected }: { expanded: string[]; selected: string | null }) {
  const [views, setViews] = useState<Map<string, EntityView>>(new Map())
  const [error, setError] = useState('')
  const key = expanded.join(' ') + lang()
  useEffect(() => {
    const stop = new AbortController()
    const missing = expanded.filter((s) => !views.has(s))
    Promise.all(missing.map(async (s) => [s, await get<EntityView>('entity', { iri: full(s), each }, stop.signal)] as const)).then(
      (found) => {
        setViews((old) => new Map([...old, ...found]))
        setError('')
      },
      (e: Error) => {
        if (e.name !== 'AbortError') setError(e.message)
      },
    )
    return () => stop.abort()
  }, [key])
  const shown = useMemo(() => gather(expanded, views), [key, views])
  const labels = new Map(shown.nodes.map((n) => [n.iri, n]))
  const more = selected && !expanded.includes(selected)
  return (
    <>
      <div class="tools">
        {more && <button type="button" onClick={() => expand(expanded, selected)}>{t('graph.expand')}: {cut(labels.get(full(selected))?.label ?? selected, 13, 200)}</button>}
        <button type="button" onClick={() => go({ g: expanded.length > 1 ? (expanded[0] ?? null) : null })}>{t('graph.reset')}</button>
        {shown.nodes.length >= mostNodes && <span class="note">{t('graph.most')}</span>}
      </div>
      {error && <p class="problem" role="alert">{t('error')}: {error}</p>}
      {shown.nodes.length === 0 && !error && <p class="note" role="status">{t('loading')}</p>}
      {shown.nodes.length > 0 && <Picture shown={shown} expanded={expanded} selected={selected} />}
      <h2>{t('table')}</h2>
      <Table
        caption={t('view.graph')}
        rows={shown.edges}
        columns={[
          { head: t('col.from'), cell: (e) => <Open iri={e.from}>{labelOf(labels.get(e.from)!)}</Open>, by: (e) => labels.get(e.from)?.label ?? '' },
          { head: t('col.relation'), cell: (e) => named('prop', e.property), by: (e) => e.property },
          { head: t('col.to'), cell: (e) => <Open iri={e.to}>{labelOf(labels.get(e.to)!)}</Open>, by: (e) => labels.get(e.to)?.label ?? '' },
        ]}
      />
    </>
  )
}

function expand(expanded: string[], s: string) {
  adjust({ g: [...new Set([...expanded, s])].join(' ') })
}

/** gather joins what was expanded into one graph. A role and the participation
 * it comes with are one edge. */
function gather(expanded: string[], views: Map<string, EntityView>): Shown {
  const nodes = new Map<string, Node>()
  const edges = new Map<string, Edge>()
  for (const s of expanded) {
    const v = views.get(s)
    if (!v) continue
    nodes.set(v.iri, v)
    for (const n of v.neighbours) {
      for (const x of n.nodes) {
        if (!nodes.has(x.iri)) {
          if (nodes.size >= mostNodes) continue
          nodes.set(x.iri, x)
        }
        const e: Edge = n.out ? { from: v.iri, to: x.iri, property: n.property } : { from: x.iri, to: v.iri, property: n.property }
        const pair = `${e.from} ${e.to}`
        const old = edges.get(pair)
        if (!old || old.property === 'sem:hasActor') edges.set(pair, e)
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] }
}

function Picture({ shown, expanded, selected }: { shown: Shown; expanded: string[]; selected: string | null }) {
  const [box, width] = useWidth()
  const places = useRef(new Map<string, Body>())
  const [win, setWin] = useState<{ x: number; y: number; scale: number } | null>(null)
  const at = useMemo(() => {
    const index = new Map(shown.nodes.map((n, i) => [n.iri, i]))
    const edges = shown.edges.map((e): [number, number] => [index.get(e.from)!, index.get(e.to)!])
    const bodies = layout(shown.nodes.length, edges, shown.nodes.map((n) => places.current.get(n.iri)))
    places.current = new Map(shown.nodes.map((n, i) => [n.iri, bodies[i]!]))
    return places.current
  }, [shown])
  const height = Math.round(Math.max(360, Math.min(640, width * 0.7)))
  const w = win ?? fit([...at.values()], width, height)
  const x = (b: Body) => width / 2 + (b.x - w.x) * w.scale
  const y = (b: Body) => height / 2 + (b.y - w.y) * w.scale
  const zoom = (f: number) => setWin({ ...w, scale: Math.max(0.2, Math.min(4, w.scale * f)) })
  const drag = useDrag((dx, dy) => setWin({ ...w, x: w.x - dx / w.scale, y: w.y - dy / w.scale }))
  const room = Math.max(70, Math.min(170, 118 * w.scale))
  return (
    <figure class="picture">
      <div class="tools">
        <button type="button" aria-label={t('zoom.in')} title={t('zoom.in')} onClick={() => zoom(1.3)}>+</button>
        <button type="button" aria-label={t('zoom.out')} title={t('zoom.out')} onClick={() => zoom(0.75)}>−</button>
        <button type="button" onClick={() => setWin(null)}>{t('zoom.all')}</button>
      </div>
      <div class="canvas" ref={box}>
        {width > 0 && (
          <svg class="graph" width={width} height={height} role="group" aria-label={t('view.graph')} {...drag}>
            <defs>
              <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" /></marker>
            </defs>
            {shown.edges.map((e) => {
              const [a, b] = [at.get(e.from), at.get(e.to)]
              if (!a || !b) return null
              const [x1, y1, x2, y2] = [x(a), y(a), x(b), y(b)]
              const d = Math.hypot(x2 - x1, y2 - y1) || 1
              const active = selected !== null && (short(e.from) === selected || short(e.to) === selected)
              return (
                <g key={`${e.from} ${e.to}`} class={active ? 'edge active' : 'edge'}>
                  <line x1={x1} y1={y1} x2={x2 - ((x2 - x1) / d) * 9} y2={y2 - ((y2 - y1) / d) * 9} marker-end="url(#tip)" />
                  {(active || shown.edges.length < 14) && <text x={(x1 + x2) / 2} y={(y1 + y2) / 2 - 3} text-anchor="middle">{named('prop', e.property)}</text>}
                </g>
              )
            })}
            {shown.nodes.map((n) => {
              const b = at.get(n.iri)
              if (!b) return null
              const s = short(n.iri)
              return (
                <g key={n.iri} class={`node k-${n.kind}${s === selected ? ' selected' : ''}${expanded.includes(s) ? ' expanded' : ''}`} onClick={() => open(n.iri)} onDblClick={() => expand(expanded, s)}>
                  <g
                    class="act"
                    role="button"
                    tabindex={0}
                    aria-label={`${named('kind', n.kind)}: ${labelOf(n)}`}
                    onKeyDown={(e) => {
                      if (e.key === 'Enter' || e.key === ' ') open(n.iri)
                      else if (e.key === '+') expand(expanded, s)
                      else return
                      e.preventDefault()
                    }}
                  >
                    <title aria-hidden="true">{`${named('kind', n.kind)}: ${labelOf(n)}`}</title>
                    <circle cx={x(b)} cy={y(b)} r={expanded.includes(s) ? 9 : 6.5} />
                  </g>
                  <text aria-hidden="true" x={x(b)} y={y(b) + 20} text-anchor="middle">{cut(labelOf(n), 11.5, s === selected ? 260 : room)}</text>
                </g>
              )
            })}
          </svg>
        )}
      </div>
      <figcaption>
        <ul class="legend" aria-label={t('legend')}>
          {[...new Set(shown.nodes.map((n) => n.kind))].sort().map((k) => (
            <li key={k}><svg width="14" height="14" aria-hidden="true" class="graph"><g class={`node k-${k}`}><circle cx="7" cy="7" r="5.5" /></g></svg>{named('kind', k)}</li>
          ))}
        </ul>
        <p class="note">{t('graph.help')}</p>
      </figcaption>
    </figure>
  )
}

function fit(bodies: Body[], width: number, height: number) {
  const [xs, ys] = [bodies.map((b) => b.x), bodies.map((b) => b.y)]
  const [a, b, c, d] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  return { x: (a + b) / 2, y: (c + d) / 2, scale: Math.min(1.5, (width - 130) / Math.max(1, b - a), (height - 70) / Math.max(1, d - c)) }
}

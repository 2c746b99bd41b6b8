import { useRef } from 'preact/hooks'
import { adjust, open, short } from './address'
import type { Entry } from './api'
import { Filter, useEvents } from './filter'
import { named, t } from './i18n'
import { useDrag, useWheel } from './pointer'
import { cut, exact, Nodes, Open, press, State, Status, textWidth, useWidth, when } from './parts'
import { dateOf, days, marks } from './scale'
import { Table } from './table'

// How many events are drawn; the table has them all.
const mostDrawn = 400

const rowHeight = 26
const top = 34
const size = 13

export function TimelineView({ address }: { address: URLSearchParams }) {
  const events = useEvents(address)
  const entries = events.data?.entries ?? []
  return (
    <section aria-label={t('view.timeline')}>
      <h1 class="hidden">{t('view.timeline')}</h1>
      <Filter address={address} found={events.data} />
      <State of={events} />
      {events.data && (entries.length === 0 ? <p class="empty">{t('timeline.none')}</p> : (
        <>
          <Picture entries={entries} address={address} />
          <h2>{t('table')} <span class="count">{t('timeline.count', { n: entries.length })}</span></h2>
          <EventTable entries={entries} />
        </>
      ))}
    </section>
  )
}

export function EventTable({ entries }: { entries: Entry[] }) {
  return (
    <Table
      caption={t('view.timeline')}
      rows={entries}
      columns={[
        { head: t('col.date'), cell: (e) => <span class="date">{when(e)}</span>, by: (e) => e.from || e.to || '9999' },
        { head: t('col.status'), cell: (e) => <Status status={e.status} />, by: (e) => e.status },
        { head: t('col.event'), cell: (e) => <Open iri={e.iri} class={struck(e) ? 'struck' : undefined}>{e.title}</Open>, by: (e) => e.title },
        { head: t('col.type'), cell: (e) => e.typeLabel, by: (e) => e.typeLabel },
        { head: t('col.place'), cell: (e) => (e.place ? <Open iri={e.place.iri}>{e.place.label}</Open> : ''), by: (e) => e.place?.label ?? '' },
        { head: t('col.parties'), cell: (e) => <Nodes nodes={e.participants} /> },
        { head: t('col.sources'), cell: (e) => e.corroboration, by: (e) => e.corroboration, number: true },
      ]}
    />
  )
}

export const struck = (e: Entry) => e.status === 'cancelled' || e.status === 'denied'

interface Placed {
  e: Entry
  x0: number
  x1: number
  row: number
  label: string
  /** The label stands before the bar when there is no room behind it. */
  before: boolean
}

/** whole is the span of time to begin with: all of it, or where nine in ten
 * events lie when some stand far off. */
function whole(entries: Entry[]): [number, number] {
  const at = entries.flatMap((e) => [e.from, e.to].filter(Boolean).map(days)).filter((n) => !Number.isNaN(n)).sort((a, b) => a - b)
  if (at.length === 0) return [days('2020-01-01'), days('2026-01-01')]
  let from = at[0]!
  const to = at.at(-1)!
  const tenth = at[Math.floor(at.length * 0.05)]!
  if (to - from > 4 * (to - tenth)) from = tenth
  const pad = Math.max(10, (to - from) * 0.04)
  return [from - pad, to + pad * 2]
}

function Picture({ entries, address }: { entries: Entry[]; address: URLSearchParams }) {
  const [box, width] = useWidth()
  const svg = useRef<SVGSVGElement>(null)
  const fit = whole(entries)
  const from = range(address.get('t0'), fit[0])
  const to = Math.max(range(address.get('t1'), fit[1]), from + 3)
  const span = to - from
  const x = (d: number) => ((d - from) / span) * width
  const show = (a: number, b: number) => adjust({ t0: dateOf(a), t1: dateOf(b) })
  const zoom = (factor: number, around = (from + to) / 2) => {
    if (span * factor > 4 && span * factor < 400_000) show(around - (around - from) * factor, around + (to - around) * factor)
  }
  const move = (part: number) => show(from + span * part, to + span * part)

  const dated = entries.filter((e) => e.from || e.to)
  const inside = dated.filter((e) => x(start(e)) <= width && x(end(e)) >= 0)
  const placed = place(inside.slice(0, mostDrawn), x, width)
  const height = top + Math.max(3, ...placed.map((p) => p.row + 1)) * rowHeight + 10

  useWheel(svg, (nearer, px) => zoom(nearer ? 0.8 : 1.25, from + (px / width) * span))
  const drag = useDrag((dx) => show(from - (dx / width) * span, to - (dx / width) * span))
  const key = (e: KeyboardEvent) => {
    const act: Record<string, () => void> = { ArrowLeft: () => move(-0.2), ArrowRight: () => move(0.2), '+': () => zoom(0.7), '=': () => zoom(0.7), '-': () => zoom(1.4), '0': () => adjust({ t0: null, t1: null }) }
    const f = act[e.key]
    if (f) {
      e.preventDefault()
      f()
    }
  }
  const undated = entries.filter((e) => !e.from && !e.to)
  return (
    <figure class="picture">
      <div class="tools">
        <button type="button" aria-label={t('move.left')} title={t('move.left')} onClick={() => move(-0.3)}>←</button>
        <button type="button" aria-label={t('move.right')} title={t('move.right')} onClick={() => move(0.3)}>→</button>
        <button type="button" aria-label={t('zoom.in')} title={t('zoom.in')} onClick={() => zoom(0.6)}>+</button>
        <button type="button" aria-label={t('zoom.out')} title={t('zoom.out')} onClick={() => zoom(1.7)}>−</button>
        <button type="button" onClick={() => adjust({ t0: null, t1: null })}>{t('zoom.all')}</button>
        {dated.length > inside.length && <span class="note">{t('timeline.outside', { n: dated.length - inside.length })}</span>}
        {inside.length > mostDrawn && <span class="note">{t('timeline.drawn', { n: mostDrawn })}</span>}
      </div>
      <div ref={box} class="canvas">
        {width > 0 && (
          <svg ref={svg} class="timeline" width={width} height={height} role="group" aria-label={t('view.timeline')} tabindex={0} onKeyDown={key} {...drag}>
            {marks(from, to, width).filter((m) => x(m.at) > 30 && x(m.at) < width - 30).map((m) => (
              <g key={m.at} class={m.strong ? 'mark strong' : 'mark'}>
                <line x1={x(m.at)} x2={x(m.at)} y1={top - 10} y2={height} />
                <text x={x(m.at)} y={16} text-anchor="middle">{m.label}</text>
              </g>
            ))}
            {placed.map((p) => (
              <Event key={p.e.iri} p={p} selected={address.get('sel') === short(p.e.iri)} />
            ))}
          </svg>
        )}
      </div>
      <figcaption>
        <ul class="legend" aria-label={t('legend')}>
          {[...new Set(entries.map((e) => e.status))].sort().map((s) => (
            <li key={s}>
              <svg width="26" height="14" aria-hidden="true"><rect x="2" y="2" width="22" height="10" rx="5" class={`bar ${s}`} /></svg>
              {named('status', s)}
            </li>
          ))}
          <li>
            <svg width="34" height="14" aria-hidden="true"><rect x="1" y="4" width="32" height="6" class="bar happened vague" /></svg>
            {t('legend.span')}
          </li>
        </ul>
        <p class="note">{t('timeline.help')}</p>
        {undated.length > 0 && (
          <p class="undated">
            <b>{t('timeline.undated')}:</b>{' '}
            {undated.map((e, i) => (
              <span key={e.iri}>{i > 0 && ' · '}<Open iri={e.iri} class={struck(e) ? 'struck' : undefined}>{e.title}</Open></span>
            ))}
          </p>
        )}
      </figcaption>
    </figure>
  )
}

const range = (value: string | null, otherwise: number) => {
  const n = value === null ? NaN : days(value)
  return Number.isNaN(n) ? otherwise : n
}

// An open end is drawn for as long as it takes to be seen; the arrow says that it goes on.
const openDays = 20
const start = (e: Entry) => (e.from ? days(e.from) : days(e.to) - openDays)
const end = (e: Entry) => (e.to ? days(e.to) + 1 : days(e.from) + openDays)

/** place gives each event the first row where bar and label have room. */
function place(entries: Entry[], x: (d: number) => number, width: number): Placed[] {
  const rows: number[] = []
  const most = Math.min(340, Math.max(120, width * 0.42))
  const out: Placed[] = []
  const bars = entries.map((e) => ({ e, a: x(start(e)), b: Math.max(x(end(e)), x(start(e)) + 12) }))
  for (const { e, a, b } of bars.sort((p, q) => p.a - q.a || (p.e.iri < q.e.iri ? -1 : 1))) {
    const label = cut(e.title, size, most)
    const w = textWidth(label, size) + 14
    const before = b + w > width && a - w > 0
    // a label that neither fits before nor behind stands over the bar
    const left = before ? a - w : b + w > width ? Math.max(0, Math.min(a, width - w)) : a
    const right = before ? b : Math.max(b, b + w > width ? left + w : b + w)
    let row = rows.findIndex((r) => r <= left)
    if (row < 0) row = rows.length
    rows[row] = right + 10
    out.push({ e, x0: a, x1: b, row, label, before })
  }
  return out
}

/** Event draws one event. Its label stands beside the button, not in it: it may be
 * cut short, and the button's name is never. */
function Event({ p, selected }: { p: Placed; selected: boolean }) {
  const { e } = p
  const y = top + p.row * rowHeight
  const vague = !exact(e) && e.from !== '' && e.to !== ''
  const mid = y + rowHeight / 2
  const open1 = !e.to
  const open0 = !e.from
  const w = textWidth(p.label, size)
  const text = p.before ? { x: p.x0 - 6, anchor: 'end' } : { x: p.x1 + 6, anchor: 'start' }
  return (
    <g class={`event ${e.status}${selected ? ' selected' : ''}`}>
      <g class="act" {...press(`${e.title}, ${when(e)}, ${named('status', e.status)}`, () => open(e.iri))}>
        <title aria-hidden="true">{`${e.title}\n${when(e)} · ${named('status', e.status)}`}</title>
        <rect class="hit" x={p.before ? p.x0 - w - 8 : p.x0 - 3} y={y + 1} width={p.x1 - p.x0 + w + 14} height={rowHeight - 2} rx="4" />
        <rect class={`bar ${e.status}${vague ? ' vague' : ''}`} x={p.x0} y={vague ? mid - 4 : mid - 6} width={p.x1 - p.x0} height={vague ? 8 : 12} rx={vague ? 1 : 6} />
        {open1 && <path class="arrow" d={`M${p.x1 - 4} ${mid - 6} l6 6 l-6 6`} />}
        {open0 && <path class="arrow" d={`M${p.x0 + 4} ${mid - 6} l-6 6 l6 6`} />}
      </g>
      <text aria-hidden="true" x={text.x} y={mid + 4.5} text-anchor={text.anchor} class={struck(e) ? 'struck' : undefined}>{p.label}</text>
    </g>
  )
}

import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { link, open, short } from './address'
import type { Asked, Entry, Node } from './api'
import { named, t } from './i18n'

/** Open is a link that shows a thing in the panel. */
export function Open({ iri, children, class: c }: { iri: string; children: ComponentChildren; class?: string }) {
  return (
    <a
      class={c}
      href={link({ sel: short(iri) })}
      onClick={(e) => {
        if (e.ctrlKey || e.metaKey || e.shiftKey) return
        e.preventDefault()
        open(iri)
      }}
    >
      {children}
    </a>
  )
}

/** labelOf names a thing; one that has no name is called after its kind. */
export function labelOf(n: Node): string {
  return /^[a-z2-7]{16}$/.test(n.label) ? named('kind', n.kind) : n.label
}

export function Nodes({ nodes }: { nodes: Node[] }) {
  return (
    <ul class="nodes">
      {nodes.map((n) => (
        <li key={n.iri}>
          <Open iri={n.iri}>{labelOf(n)}</Open>
        </li>
      ))}
    </ul>
  )
}

export function Status({ status }: { status: string }) {
  return <span class={`status ${status}`}>{named('status', status)}</span>
}

/** State shows that an answer is awaited, or why there is none. */
export function State({ of }: { of: Asked<unknown> }) {
  if (of.error)
    return (
      <p class="problem" role="alert">
        {t('error')}: {of.error} <button type="button" onClick={of.again}>{t('retry')}</button>
      </p>
    )
  if (of.loading && of.data === undefined) return <p class="note" role="status">{t('loading')}</p>
  return null
}

/** when writes a date for reading, with words for what is not sure. */
export function when(e: Pick<Entry, 'from' | 'to' | 'edtf'>): string {
  if (!e.from && !e.to) return t('timeline.undated')
  if (!e.to) return t('date.from', { d: e.from })
  if (!e.from) return t('date.until', { d: e.to })
  const plain = e.edtf.replace(/[?~%]/g, '').replace('/', ' – ')
  return plain === e.edtf.replace('/', ' – ') ? plain : t('date.about', { d: plain })
}

/** exact: a day, or a range whose ends are days that the source gives. */
export function exact(e: Pick<Entry, 'from' | 'to' | 'edtf'>): boolean {
  return /^\d{4}-\d\d-\d\d(\/\d{4}-\d\d-\d\d)?$/.test(e.edtf)
}

export function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null)
  const [width, set] = useState(0)
  useEffect(() => {
    const el = ref.current
    if (!el) return
    const o = new ResizeObserver(() => set(Math.floor(el.clientWidth)))
    o.observe(el)
    set(Math.floor(el.clientWidth))
    return () => o.disconnect()
  }, [])
  return [ref, width]
}

/** textWidth estimates how wide a label is drawn: East Asian characters are square. */
export function textWidth(s: string, size: number): number {
  let n = 0
  for (const c of s) n += c.codePointAt(0)! > 0x2e7f ? 1 : 0.56
  return n * size
}

/** cut shortens a label to a width. */
export function cut(s: string, size: number, width: number): string {
  if (textWidth(s, size) <= width) return s
  let out = ''
  for (const c of s) {
    if (textWidth(out + c + '…', size) > width) break
    out += c
  }
  return out + '…'
}

/** press makes an element of a picture work as a button does. */
export function press(label: string, act: () => void) {
  return {
    role: 'button',
    tabindex: 0,
    'aria-label': label,
    onClick: act,
    onKeyDown: (e: KeyboardEvent) => {
      if (e.key === 'Enter' || e.key === ' ') {
        e.preventDefault()
        act()
      }
    },
  } as const
}

import { useEffect, useState } from 'preact/hooks'

// The address holds the whole state of the page, so that a view can be shared,
// kept as a bookmark and left with the browser's back button.

const base = 'https://w3id.org/entente/'

// What lies beside id/ in the project's IRIs; everything else lies below it.
const rooms = new Set(['doc', 'claim', 'type', 'area', 'measure', 'kind', 'topic', 'level', 'role', 'unit', 'qualifier', 'comparison', 'partnership-level', 'graph'])

/** short writes an IRI of the project without its base. */
export function short(iri: string): string {
  if (!iri.startsWith(base) || iri.includes('#')) return iri
  const rest = iri.slice(base.length)
  return rest.startsWith('id/') ? rest.slice(3) : rest
}

/** full undoes short. */
export function full(s: string): string {
  if (s.includes('://')) return s
  return base + (rooms.has(s.split('/')[0] ?? '') ? s : `id/${s}`)
}

/** path is where the server shows an IRI without scripts; undefined elsewhere. */
export function path(iri: string): string | undefined {
  if (!iri.startsWith(base) || iri.includes('#')) return undefined
  return '/' + iri.slice(base.length)
}

export type Changes = Record<string, string | null | undefined>

const changed = 'address'

function write(changes: Changes, replace: boolean) {
  const p = new URLSearchParams(location.search)
  for (const k in changes) {
    const v = changes[k]
    if (v === null || v === undefined || v === '') p.delete(k)
    else p.set(k, v)
  }
  const s = p.toString()
  const to = s ? `?${s}` : location.pathname
  if (s !== location.search.slice(1)) history[replace ? 'replaceState' : 'pushState'](null, '', to)
  dispatchEvent(new Event(changed))
}

/** go makes a new entry of the history, adjust changes the present one. */
export const go = (changes: Changes) => write(changes, false)
export const adjust = (changes: Changes) => write(changes, true)

/** open shows a thing in the panel. */
export const open = (iri: string) => go({ sel: short(iri) })

/** link is the address that changes lead to, for real links. */
export function link(changes: Changes): string {
  const p = new URLSearchParams(location.search)
  for (const k in changes) {
    const v = changes[k]
    if (v) p.set(k, v)
    else p.delete(k)
  }
  return `?${p}`
}

export function useAddress(): URLSearchParams {
  const [p, set] = useState(() => new URLSearchParams(location.search))
  useEffect(() => {
    const read = () => set(new URLSearchParams(location.search))
    addEventListener('popstate', read)
    addEventListener(changed, read)
    return () => {
      removeEventListener('popstate', read)
      removeEventListener(changed, read)
    }
  }, [])
  return p
}

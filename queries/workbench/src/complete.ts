import type { Vocabulary } from './api'

const keywords = ['SELECT', 'DISTINCT', 'WHERE', 'OPTIONAL', 'FILTER', 'UNION', 'MINUS', 'GRAPH', 'VALUES', 'BIND', 'ORDER BY', 'GROUP BY', 'HAVING', 'LIMIT', 'OFFSET', 'ASK', 'CONSTRUCT', 'DESCRIBE', 'EXISTS', 'NOT EXISTS', 'COUNT', 'SAMPLE', 'MIN', 'MAX', 'AVG', 'SUM', 'LANG', 'STR', 'CONTAINS', 'REGEX', 'COALESCE', 'BOUND']

export interface Completion {
  insert: string
  note: string
}

/** word is what is being typed before the cursor. */
export function word(text: string, at: number): string {
  return /[?$]?[\p{L}\p{N}_-]*:?[\p{L}\p{N}_-]*$/u.exec(text.slice(0, at))?.[0] ?? ''
}

/** complete lists what a beginning may become: variables of the query, classes
 * and properties in use, prefixes, keywords. */
export function complete(text: string, at: number, v: Vocabulary | undefined, asked: boolean): Completion[] {
  const w = word(text, at)
  if (w.length < (asked ? 0 : 2)) return []
  const low = w.toLowerCase()
  if (w.startsWith('?') || w.startsWith('$')) {
    const names = new Set([...text.matchAll(/[?$][\p{L}_][\p{L}\p{N}_]*/gu)].map((m) => '?' + m[0].slice(1)))
    names.delete('?' + w.slice(1))
    return [...names].filter((n) => n.startsWith('?' + w.slice(1))).sort().slice(0, 12).map((insert) => ({ insert, note: '?' }))
  }
  const all: Completion[] = [
    ...(v?.properties ?? []).map((insert) => ({ insert, note: 'property' })),
    ...(v?.classes ?? []).map((insert) => ({ insert, note: 'class' })),
    ...(v?.prefixes ?? []).map((p) => ({ insert: p.name + ':', note: p.iri })),
    ...keywords.map((insert) => ({ insert, note: '' })),
  ]
  const seen = new Set<string>()
  const fits = (c: Completion) => {
    const name = c.insert.toLowerCase()
    return name !== low && (name.startsWith(low) || (low.length > 1 && !low.includes(':') && name.includes(':' + low)))
  }
  return all.filter((c) => fits(c) && !seen.has(c.insert) && seen.add(c.insert)).sort((a, b) => a.insert.length - b.insert.length).slice(0, 12)
}

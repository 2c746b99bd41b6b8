import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { get, type Hit } from './api'
import { named, t } from './i18n'

interface Props {
  label: string
  hint: string
  choose: (hit: Hit) => void
  kinds?: string[]
}

/** Search completes a name in any script: a combobox as WAI-ARIA describes it. */
export function Search({ label, hint, choose, kinds }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [hits, setHits] = useState<Hit[] | null>(null)
  const [more, setMore] = useState(false)
  const [at, setAt] = useState(-1)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!text.trim()) {
      setHits(null)
      return
    }
    const stop = new AbortController()
    const wait = setTimeout(() => {
      get<{ hits: Hit[]; more: boolean }>('search', { q: text, limit: kinds ? '40' : '12' }, stop.signal).then(
        (r) => {
          setHits(kinds ? r.hits.filter((h) => kinds.includes(h.kind)).slice(0, 12) : r.hits)
          setMore(r.more)
          setAt(-1)
        },
        () => undefined, // the next letter asks again
      )
    }, 150)
    return () => {
      clearTimeout(wait)
      stop.abort()
    }
  }, [text])

  useEffect(() => {
    const outside = (e: Event) => {
      if (!box.current?.contains(e.target as globalThis.Node)) setHits(null)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [])

  const take = (h: Hit | undefined) => {
    if (!h) return
    setText('')
    setHits(null)
    choose(h)
  }
  const key = (e: KeyboardEvent) => {
    const n = hits?.length ?? 0
    if (e.key === 'Escape') setHits(null)
    else if (e.key === 'Enter') take(hits?.[Math.max(at, 0)])
    else if (e.key === 'ArrowDown' && n) setAt((at + 1) % n)
    else if (e.key === 'ArrowUp' && n) setAt((at + n - 1) % n)
    else return
    e.preventDefault()
  }
  return (
    <div class="search" ref={box}>
      <label class="hidden" for={`${id}in`}>{label}</label>
      <input
        id={`${id}in`}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={hits !== null}
        aria-controls={`${id}list`}
        aria-activedescendant={at >= 0 ? `${id}o${at}` : undefined}
        placeholder={hint}
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
        onKeyDown={key}
      />
      <ul id={`${id}list`} role="listbox" aria-label={label} hidden={hits === null || hits.length === 0}>
        {hits?.map((h, i) => (
          <li key={h.iri} id={`${id}o${i}`} role="option" aria-selected={i === at} onPointerDown={(e) => { e.preventDefault(); take(h) }}>
            <span class="name">{h.label}</span>
            {h.name && <span class="other">{h.name}</span>}
            <span class="kind">{named('kind', h.kind)}</span>
          </li>
        ))}
      </ul>
      {hits !== null && (hits.length === 0 || more) && <p class="note under" role="status">{hits.length === 0 ? t('search.none') : t('search.more')}</p>}
    </div>
  )
}

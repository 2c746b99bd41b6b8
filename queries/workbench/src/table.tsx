import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { t } from './i18n'

export interface Column<T> {
  head: string
  cell: (row: T) => ComponentChildren
  /** What the column sorts by; without it the column does not sort. */
  by?: (row: T) => string | number
  number?: boolean
}

interface Props<T> {
  caption: string
  columns: Column<T>[]
  rows: T[]
  id?: string
}

const perPage = 50

/** Table is the twin of every picture: plain rows, sorted by a click on a head. */
export function Table<T>({ caption, columns, rows, id }: Props<T>) {
  const [sort, setSort] = useState<{ column: number; down: boolean } | null>(null)
  const [page, setPage] = useState(0)
  const by = sort === null ? undefined : columns[sort.column]?.by
  const sorted = by === undefined ? rows : [...rows].sort((a, b) => compare(by(a), by(b)) * (sort?.down ? -1 : 1))
  const pages = Math.max(1, Math.ceil(rows.length / perPage))
  const here = Math.min(page, pages - 1)
  return (
    <div class="table" id={id}>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table class={columns.length > 4 ? 'many' : undefined}>
          <caption class="hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((c, i) => {
                const mine = sort?.column === i
                return (
                  <th key={i} scope="col" class={c.number ? 'number' : undefined} aria-sort={mine ? (sort.down ? 'descending' : 'ascending') : undefined}>
                    {c.by ? (
                      <button type="button" class="plain" onClick={() => setSort({ column: i, down: mine ? !sort.down : false })}>
                        {c.head}
                        <span aria-hidden="true" class="arrow">{mine ? (sort.down ? '▼' : '▲') : '↕'}</span>
                      </button>
                    ) : (
                      c.head
                    )}
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(here * perPage, (here + 1) * perPage).map((row, i) => (
              <tr key={i}>
                {columns.map((c, k) => (
                  <td key={k} class={c.number ? 'number' : undefined}>{c.cell(row)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <p class="pager">
          <button type="button" disabled={here === 0} onClick={() => setPage(here - 1)}>{t('page.prev')}</button>
          <span>{t('page.of', { n: here + 1, m: pages })}</span>
          <button type="button" disabled={here === pages - 1} onClick={() => setPage(here + 1)}>{t('page.next')}</button>
        </p>
      )}
    </div>
  )
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

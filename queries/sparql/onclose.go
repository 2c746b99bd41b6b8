package sparql

import "errors"

// OnClose adds what Close does after the results have let go of their source:
// closing the snapshot that they read, for instance. It is called once.
func (r *Results) OnClose(f func() error) {
	own := r.close
	r.close = func() error {
		if own == nil {
			return f()
		}
		return errors.Join(own(), f())
	}
}

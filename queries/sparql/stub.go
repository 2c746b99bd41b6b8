package sparql

import "context"

type Plan struct{}

func run(ctx context.Context, src Source, q *Query, opt Options) (*Results, error) { return nil, nil }
func explain(ctx context.Context, src Source, q *Query, opt Options) (*Plan, error) {
	return nil, nil
}

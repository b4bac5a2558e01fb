import { Component, type ComponentChildren } from 'preact';

interface BoundaryProps {
  /** Of the view, for people. */
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A view that throws says so in its place; the rest of the page lives. */
export class Boundary extends Component<BoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error: error ?? 'nothing' };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    return (
      <section class="broken" role="alert">
        <h1>{this.props.title} cannot be shown</h1>
        <p>Something of Eddy’s page failed. The program and what is asked of it are not concerned.</p>
        <pre>{message}</pre>
        {stack !== undefined && (
          <details>
            <summary>Where</summary>
            <pre>{stack}</pre>
          </details>
        )}
        <button type="button" onClick={() => this.setState({ error: undefined })}>
          Show it again
        </button>
      </section>
    );
  }
}

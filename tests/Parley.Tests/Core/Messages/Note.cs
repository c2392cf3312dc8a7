using Parley.Core.Messages;

namespace Parley.Tests.Core.Messages;

/// <summary>An event with nothing to it but a text.</summary>
internal sealed class Note(string text = "", MessageKind kind = MessageKind.Signal) : Event
{
    public override MessageKind Kind => kind;

    public string Text => text;
}

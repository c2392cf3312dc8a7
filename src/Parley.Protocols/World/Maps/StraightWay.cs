namespace Parley.Protocols.World;

/// <summary>
/// The tiles that a straight line touches, from the first to the last. Where it goes through a corner both tiles beside
/// the corner count as well, so that nobody squeezes between two walls. Enumerates without allocating.
/// </summary>
/// <param name="from">Where it begins.</param>
/// <param name="to">Where it ends. Both have to be near each other: there are as many steps as tiles between.</param>
public readonly struct StraightWay(Position from, Position to)
{
    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(from, to);

    /// <summary>Walks along the line, a tile at a time (Amanatides and Woo, 1987).</summary>
    public struct Enumerator
    {
        /// <summary>How near to a corner, in shares of the line, is through it: rounding must not decide.</summary>
        private const double SamePlace = 1e-9;

        private readonly Tile last;
        private readonly int stepX;
        private readonly int stepY;
        private readonly double shareX;
        private readonly double shareY;
        private double nextX;
        private double nextY;
        private int leftX;
        private int leftY;
        private int corner;
        private Tile at;

        internal Enumerator(Position from, Position to)
        {
            at = from.Tile;
            last = to.Tile;
            (stepX, leftX, shareX, nextX) = Axis(from.X, to.X, at.X, last.X);
            (stepY, leftY, shareY, nextY) = Axis(from.Y, to.Y, at.Y, last.Y);
            corner = -1;
        }

        /// <summary>The tile.</summary>
        public Tile Current { get; private set; }

        /// <summary>On to the next.</summary>
        public bool MoveNext()
        {
            switch (corner)
            {
                case -1:
                    (Current, corner) = (at, 0);
                    return true;
                case 1:
                    (Current, corner) = (new Tile(at.X, at.Y + stepY), 2);
                    return true;
                case 2:
                    Step(x: true, y: true);
                    (Current, corner) = (at, 0);
                    return true;
            }

            if (leftX == 0 && leftY == 0) return false;
            if (leftX > 0 && leftY > 0 && Math.Abs(nextX - nextY) < SamePlace)
            {
                (Current, corner) = (new Tile(at.X + stepX, at.Y), 1);
                return true;
            }

            var alongX = leftY == 0 || (leftX > 0 && nextX < nextY);
            Step(alongX, !alongX);
            Current = at;
            return true;
        }

        private void Step(bool x, bool y)
        {
            at = new Tile(x ? at.X + stepX : at.X, y ? at.Y + stepY : at.Y);
            if (x) (leftX, nextX) = (leftX - 1, nextX + shareX);
            if (y) (leftY, nextY) = (leftY - 1, nextY + shareY);
        }

        /// <summary>
        /// Along one axis: the direction, how many borders are crossed, which share of the line lies between two, and
        /// at which share the first is.
        /// </summary>
        private static (int Step, int Left, double Share, double Next) Axis(double from, double to, int first, int last)
        {
            if (first == last) return (0, 0, 0, double.PositiveInfinity);

            var length = to - from;
            var border = length > 0 ? first + 1 : first;
            return (Math.Sign(length), Math.Abs(last - first), Math.Abs(1 / length), (border - from) / length);
        }
    }
}

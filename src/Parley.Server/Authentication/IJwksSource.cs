namespace Parley.Server.Authentication;

/// <summary>Where a JSON Web Key Set comes from: <see cref="JwksFile"/> or <see cref="JwksUrl"/>.</summary>
internal interface IJwksSource
{
    /// <summary>Larger sets are refused.</summary>
    const int MaxBytes = 256 * 1024;

    /// <summary>For logs; holds no secret.</summary>
    string Name { get; }

    /// <summary>How often to look for changes.</summary>
    TimeSpan Period { get; }

    /// <summary>The set as JSON, or <c>null</c> when it is surely the same as at the last call.</summary>
    Task<byte[]?> ReadAsync(CancellationToken cancellationToken);
}
